import { writeWholeFile } from "@baedal/collect/command-line";
import { type ClientResponse, ClientSession, HttpError, type SessionOptions } from "@baedal/http";
import { UsageError } from "../errors.ts";
import { exitCode } from "../exit-code.ts";
import { type GetOptions, getOptions } from "../options/get-options.ts";
import { withFlag } from "../options/option-table.ts";
import { listenForInterrupts } from "../terminal/interrupts.ts";
import { writeToStdout } from "../write-to-stdout.ts";
import { requestFailure } from "./request-failure.ts";
import { sessionOptions } from "./session-options.ts";

/**
 * Fetches one URL and writes its body, as it comes, to stdout or a file.
 *
 * @returns the exit code: 0 on any status, 1 when no answer came or `--fail` forbids the status.
 */
export async function getUrl(url: string, options: GetOptions): Promise<number> {
  using interrupts = listenForInterrupts();
  const { signal } = interrupts;
  await using session = openSession(await sessionOptions(options));
  try {
    return await session.stream("GET", url, { signal }, (response) => deliver(response, options));
  } catch (error) {
    if (interrupts.exitCode !== undefined) return interrupts.exitCode;
    if (!(error instanceof HttpError)) throw error;
    process.stderr.write(`baedal: ${requestFailure(error, options)}\n`);
    return exitCode.failures;
  }
}

/** What a session refuses to be made with was typed on the command line. */
function openSession(options: SessionOptions): ClientSession {
  try {
    return new ClientSession(options);
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(withFlag(cause.message, getOptions), { cause });
    throw cause;
  }
}

async function deliver(response: ClientResponse, { fail, output }: GetOptions): Promise<number> {
  if (fail === true && response.status >= 400) {
    process.stderr.write(`baedal: ${response.url} answered ${response.status} ${response.reason}\n`);
    return exitCode.failures;
  }
  await (output === undefined ? writeToStdout(response) : writeWholeFile(output, response));
  return exitCode.done;
}
