import { ClientSession, type ClientResponse, HttpError } from "@baedal/http";
import { describeError } from "../describe-error.ts";
import { exitCode } from "../exit-code.ts";
import type { GetOptions } from "../options/get-options.ts";
import { bodyTarget } from "./body-target.ts";
import { sessionOptions } from "./session-options.ts";

/**
 * Fetches one URL and writes its body as it comes, to stdout or a file.
 *
 * @returns the exit code: 0 on any status, 1 when no answer came or `--fail` forbids the status.
 */
export async function getUrl(url: string, options: GetOptions): Promise<number> {
  await using session = new ClientSession(await sessionOptions(options));
  try {
    return await session.stream("GET", url, (response) => deliver(response, options));
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    process.stderr.write(`baedal: ${describeError(error)}\n`);
    return exitCode.failures;
  }
}

async function deliver(response: ClientResponse, options: GetOptions): Promise<number> {
  if (options.fail === true && response.status >= 400) {
    process.stderr.write(`baedal: ${response.url} answered ${response.status} ${response.reason}\n`);
    return exitCode.failures;
  }
  await using target = await bodyTarget(options.output);
  for await (const chunk of response) await target.write(chunk);
  await target.finish();
  return exitCode.done;
}
