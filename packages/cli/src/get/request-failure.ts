import { type HttpError, TimeoutError, TooManyRedirects } from "@baedal/http";
import { describeError } from "../describe-error.ts";
import type { GetOptions } from "../options/get-options.ts";
import { formatDuration } from "../units/format-duration.ts";

/** Why `baedal get` got no answer; where the library names its own options, in words of the command line. */
export function requestFailure(error: HttpError, { timeout }: GetOptions): string {
  const { method, url } = error.request;
  if (error instanceof TimeoutError && error.phase === "total" && timeout !== undefined) {
    return `${method} ${url} was not done within --timeout, ${formatDuration(timeout)}; give it longer`;
  }
  if (error instanceof TooManyRedirects) {
    return `${method} ${url} is one redirect too many: 10 are followed; look for a loop, or ask for the last of them`;
  }
  return describeError(error);
}
