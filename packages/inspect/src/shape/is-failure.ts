import type { RequestRow } from "./request-row.ts";

/** Whether a request counts as a failure: a run may have errors, such as links that lead nowhere, that are none. */
export function isFailure({ error, failed }: RequestRow): boolean {
  return error !== null && (failed ?? true);
}
