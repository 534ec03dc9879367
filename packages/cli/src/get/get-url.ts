import { type ClientResponse, ClientSession, HttpError, type RequestOptions } from "@baedal/http";
import { describeError } from "../describe-error.ts";
import { exitCode } from "../exit-code.ts";
import type { GetOptions } from "../options/get-options.ts";
import { writeToStdout, writeWhole } from "../write-whole.ts";

/**
 * Fetches one URL and writes its body to stdout or a file.
 *
 * @returns the exit code: 0 on any status, 1 when no answer came or `--fail` forbids the status.
 */
export async function getUrl(url: string, options: GetOptions): Promise<number> {
  await using session = new ClientSession();
  try {
    return await deliver(await session.get(url, requestOptions(options)), options);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    process.stderr.write(`baedal: ${describeError(error)}\n`);
    return exitCode.failures;
  }
}

function requestOptions({ timeout, header = [], userAgent, auth }: GetOptions): RequestOptions {
  const headers = [...header];
  if (userAgent !== undefined) headers.push(["User-Agent", userAgent]);
  if (auth !== undefined) headers.push(["Authorization", basic(auth.username, auth.password)]);
  return { headers, timeout: { total: timeout }, maxBodySize: Number.MAX_SAFE_INTEGER };
}

/** RFC 7617. */
function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

async function deliver(response: ClientResponse, { fail, output }: GetOptions): Promise<number> {
  if (fail === true && response.status >= 400) {
    process.stderr.write(`baedal: ${response.url} answered ${response.status} ${response.reason}\n`);
    return exitCode.failures;
  }
  const body = [await response.bytes()];
  await (output === undefined ? writeToStdout(body) : writeWhole(output, body));
  return exitCode.done;
}
