import type { HandlerResult } from "./handler.ts";

/** What a handler has found, as it is stored. */
export interface Found {
  /** JSON: whatever it holds has to become that. `undefined` when the page's own data stays. */
  readonly data: string | undefined;
  readonly urls: readonly string[];
}

/**
 * Checks what a handler has returned; modules in JavaScript return anything.
 *
 * @throws TypeError it is no `HandlerResult`, or its data cannot be stored
 */
export function foundBy(result: unknown): Found {
  if (result === undefined || result === null) return { data: undefined, urls: [] };
  if (typeof result !== "object") {
    throw new TypeError(`handle must return { data, urls } or nothing, not ${JSON.stringify(result) ?? typeof result}`);
  }
  const { data, urls = [] } = result as HandlerResult;
  if (!Array.isArray(urls)) throw new TypeError("urls must be an array of URLs");
  return { data: data === undefined ? undefined : JSON.stringify(data), urls: urls.map(String) };
}
