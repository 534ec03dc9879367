import { milliseconds } from "baedal/lowlevel";
import type { BodyInput } from "../body/body-of.ts";
import type { ChunkSource } from "../body/source-body.ts";
import { CookieJar } from "../cookies/cookie-jar.ts";
import type { AuthFunction, AuthOptions } from "../options/auth-options.ts";
import type { RequestOptions } from "../options/request-options.ts";
import type { SessionOptions } from "../options/session-options.ts";
import { toWireBody, type WireBody } from "./wire-body.ts";

/** Session options that `SyncSession` takes: those that are data. */
export type SyncSessionOptions = Omit<SessionOptions, "middleware" | "connector" | "har" | "bodyBudget" | "auth"> & {
  readonly auth?: SyncAuth;
};

/** Request options that `SyncSession` takes: those that are data. */
export type SyncRequestOptions = Omit<
  RequestOptions,
  "signal" | "auth" | "body" | "onUploadProgress" | "onDownloadProgress"
> & {
  readonly auth?: SyncAuth;
  /** The body; not together with `json`. */
  readonly body?: Exclude<BodyInput, ChunkSource>;
};

/** Credentials that are data. */
export type SyncAuth = Exclude<AuthOptions, AuthFunction>;

/** Options that live in one thread only. */
const notData: ReadonlySet<string> = new Set([
  "signal",
  "middleware",
  "onUploadProgress",
  "onDownloadProgress",
  "connector",
  "har",
  "bodyBudget",
]);

/** Options with durations in them. */
const timed: ReadonlySet<string> = new Set(["timeout", "retry", "rate", "keepAlive"]);

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
  if (name === "json") return plainJson(value);
  if (timed.has(name)) return withoutTemporal(value, name);
  if (name === "body") return plainBody(value as BodyInput, who); // whatever it is, toWireBody looks
  if (name === "params" || name === "headers")
    return Symbol.iterator in Object(value) ? [...(value as Iterable<unknown>)] : value;
  return value;
}

/** As JSON has it: what has a `toJSON` of its own loses it on the way to another thread. */
function plainJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined; // undefined for what JSON has no word for
  if (text === undefined)
    throw new TypeError("json must be something that JSON can express, not a function or a symbol");
  return JSON.parse(text);
}

/** A `Temporal.Duration` cannot be cloned. */
function withoutTemporal(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if (Object.prototype.toString.call(value) === "[object Temporal.Duration]") return milliseconds(value, name);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutTemporal(part, `${name}.${key}`)]));
}

function plainBody(body: BodyInput, who: string): WireBody {
  const wire = toWireBody(body);
  if (wire === undefined) throw notForThreads("body as a stream", who);
  return wire;
}

function notForThreads(name: string, who: string): TypeError {
  return new TypeError(`${who} runs in another thread and takes only data, not ${name}; use ClientSession for that`);
}
