/** The other thread of a `SyncSession`: holds a `ClientSession`, answers one message at a time and rings the bell. */
import { workerData } from "node:worker_threads";
import { ClientResponse } from "../client-response.ts";
import { ClientSession } from "../client-session.ts";
import { CookieJar } from "../cookies/cookie-jar.ts";
import { HttpError } from "../errors.ts";
import type { RequestOptions } from "../options/request-options.ts";
import type { SessionOptions } from "../options/session-options.ts";
import {
  ANSWERED,
  GONE,
  type WireAnswer,
  type WireError,
  type WireRequest,
  type WireResponse,
  type WorkerStart,
} from "./wire.ts";
import { fromWireBody, type WireBody } from "./wire-body.ts";

const { options, bell: buffer, port } = workerData as WorkerStart;
const bell = new Int32Array(buffer);
// Whoever waits must not wait for ever should this thread end.
process.once("exit", () => ring(GONE));

let opened: { readonly session: ClientSession } | { readonly error: unknown };
try {
  opened = { session: new ClientSession(sessionOptions()) };
} catch (error) {
  // Told to whoever asks: an error here would end the thread, and leave them waiting.
  opened = { error };
}
const jar = "session" in opened ? opened.session.cookies : undefined;
let revision = jar?.revision;

/** Checked by SyncSession, and again by ClientSession; a jar comes as data. */
function sessionOptions(): SessionOptions {
  const { cookies } = options;
  return typeof cookies === "object" ? { ...options, cookies: CookieJar.from(cookies) } : options;
}

port.on("message", (message: WireRequest) => void serve(message));

async function serve(message: WireRequest): Promise<void> {
  if (message.kind === "request" && message.cookies !== undefined) jar?.replace(message.cookies);
  const reply = await answer(message);
  const cookies = jar === undefined || jar.revision === revision ? undefined : jar.toJSON();
  revision = jar?.revision;
  port.postMessage({ ...reply, cookies } satisfies WireAnswer);
  ring(ANSWERED);
}

/** An answer without the cookies. */
type Reply =
  | { readonly kind: "response"; readonly response: WireResponse }
  | { readonly kind: "error"; readonly error: WireError }
  | { readonly kind: "closed" };

function requestOptions(plain: Readonly<Record<string, unknown>>): RequestOptions {
  const { body } = plain;
  return body === undefined ? plain : { ...plain, body: fromWireBody(body as WireBody) }; // as plainOptions made it
}

function ring(value: number): void {
  Atomics.store(bell, 0, value);
  Atomics.notify(bell, 0);
}

async function answer(message: WireRequest): Promise<Reply> {
  try {
    if ("error" in opened) throw opened.error;
    const { session } = opened;
    if (message.kind === "close") {
      await session.close({ grace: message.grace });
      return { kind: "closed" };
    }
    const response = await session.request(message.method, message.url, requestOptions(message.options));
    return { kind: "response", response: await responseToWire(message.method, response) };
  } catch (error) {
    return { kind: "error", error: await errorToWire(message, error) };
  }
}

async function responseToWire(method: string, response: ClientResponse): Promise<WireResponse> {
  const { url, status, reason, rawHeaders, httpVersion, timings, attempts, history } = response;
  const hops: WireResponse[] = [];
  for (const hop of history) hops.push(await responseToWire(method, hop));
  const body = await response.bytes();
  return { method, url, status, reason, rawHeaders, httpVersion, timings, attempts, history: hops, body };
}

async function errorToWire(message: WireRequest, error: unknown): Promise<WireError> {
  const { name, message: text } = error instanceof Error ? error : { name: "Error", message: String(error) };
  const known = error instanceof HttpError ? error : undefined;
  const { kind, phase, issues, stale } = error as Partial<WireError>; // those of our errors that have them
  const response = known?.response;
  const method = message.kind === "request" ? message.method : "";
  return {
    name,
    message: text,
    request: known?.request,
    response: response instanceof ClientResponse ? await responseToWire(method, response) : undefined,
    kind,
    phase,
    issues,
    stale,
    cause: causeOf(error),
  };
}

function causeOf(error: unknown): WireError["cause"] {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return undefined;
  return { name: cause.name, message: cause.message, code: (cause as { code?: string }).code };
}
