/**
 * What went wrong with one page; it stands in the page's record.
 *
 * Codes of this package: `ERR_BAEDAL_STATUS` the last answer was 400 or more; `ERR_BAEDAL_RATE_LIMITED` the host asked
 * to wait longer, or more often, than allowed; `ERR_BAEDAL_ROBOTS` robots.txt forbids the URL,
 * or the server answered 5xx for it; `ERR_BAEDAL_HANDLER` the handler
 * threw; `ERR_BAEDAL_MAX_BODY` the body is larger than `maxBody`. Those of `@baedal/http` say why there was no answer: `ERR_BAEDAL_CONNECT`, `ERR_BAEDAL_TIMEOUT`,
 * `ERR_BAEDAL_PROTOCOL`, `ERR_BAEDAL_BODY`, `ERR_BAEDAL_TOO_MANY_REDIRECTS`, `ERR_BAEDAL_GUARD`.
 */
export interface PageError {
  readonly code: string;
  readonly message: string;
}

/** The code and message of anything thrown. */
export function pageErrorOf(error: unknown): PageError {
  if (!(error instanceof Error)) return { code: "ERR_BAEDAL_HTTP", message: String(error) };
  const { code } = error as { code?: unknown };
  return { code: typeof code === "string" ? code : "ERR_BAEDAL_HTTP", message: error.message };
}
