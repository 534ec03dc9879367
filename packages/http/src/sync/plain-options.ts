import { CookieJar } from "../cookies/cookie-jar.ts";
import type { RequestOptions } from "../options/request-options.ts";
import type { SessionOptions } from "../options/session-options.ts";

/** Session options that `SyncSession` takes: those that are data. */
export type SyncSessionOptions = SessionOptions;

/** Request options that `SyncSession` takes: those that are data. */
export type SyncRequestOptions = Omit<RequestOptions, "signal">;

/** Options that live in one thread only. */
const notData: ReadonlySet<string> = new Set(["signal", "middleware", "onUploadProgress", "onDownloadProgress", "guardWith"]);

/**
 * Options as they can be sent to another thread.
 *
 * @throws TypeError for what is not data
 */
export function plainOptions(options: object, who: string): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (notData.has(name) || typeof value === "function") throw notForThreads(name, who);
    plain[name] = plainValue(name, value, who);
  }
  return plain;
}

function plainValue(name: string, value: unknown, who: string): unknown {
  if (value instanceof URL) return value.href;
  if (value instanceof CookieJar) return value.toJSON();
  if (value instanceof URLSearchParams) return name === "params" ? [...value] : value;
  if (value instanceof Headers) return [...value];
  if (name === "body" && isStream(value)) throw notForThreads("body as a stream", who);
  if (name === "params" || name === "headers") return Symbol.iterator in Object(value) ? [...(value as Iterable<unknown>)] : value;
  return value;
}

function isStream(value: unknown): boolean {
  return typeof value === "object" && value !== null && (Symbol.asyncIterator in value || "getReader" in value);
}

function notForThreads(name: string, who: string): TypeError {
  return new TypeError(`${who} runs in another thread and takes only data, not ${name}; use ClientSession for that`);
}
