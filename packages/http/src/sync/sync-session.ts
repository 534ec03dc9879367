import { milliseconds } from "baedal/lowlevel";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { checkSessionOptions } from "../check-session-options.ts";
import { CookieJar } from "../cookies/cookie-jar.ts";
import { SessionClosedError } from "../errors.ts";
import type { CloseOptions } from "../options/session-options.ts";
import { redactUrl } from "../redact.ts";
import { plainOptions, type SyncRequestOptions, type SyncSessionOptions } from "./plain-options.ts";
import { reviveError } from "./revive-error.ts";
import { SyncResponse } from "./sync-response.ts";
import { GONE, SILENT, type WireAnswer, type WireRequest, type WorkerStart } from "./wire.ts";

/**
 * A session that blocks: each call returns the answer, and until then this thread does nothing else. No timers, no other
 * requests, no signal handlers; a server in the same thread can never answer it. For scripts, and for comparing.
 *
 * It costs a thread (started at the first request, about 50 ms) and, per request, two trips between threads. Works without
 * `run` and holds no process open.
 *
 * @example
 * ```ts
 * import { SyncSession } from "@baedal/http/sync";
 *
 * using session = new SyncSession();
 * console.log(session.get("https://example.com/").text);
 * ```
 */
export class SyncSession {
  /** Where its cookies are kept; what is set here goes with the next request. */
  readonly cookies: CookieJar | undefined;
  readonly #options: Record<string, unknown>;
  readonly #bell = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | undefined;
  #port: MessagePort | undefined;
  #closed = false;
  /** The revision of the jar that the thread has. */
  #revision = 0;

  /**
   * @throws TypeError for an option that does not exist, has a wrong value, or is not data
   */
  constructor(options: SyncSessionOptions = {}) {
    this.#options = plainOptions(options, "SyncSession");
    // Wrong options fail here, not at the first request.
    checkSessionOptions(options);
    this.cookies = options.cookies === false ? undefined : (options.cookies ?? new CookieJar());
    this.#revision = this.cookies?.revision ?? 0;
  }

  /** Whether `close` was called. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Sends GET. See `request`. */
  get(url: string | URL, options: SyncRequestOptions = {}): SyncResponse {
    return this.request("GET", url, options);
  }

  /** Sends HEAD; the answer has no body. See `request`. */
  head(url: string | URL, options: SyncRequestOptions = {}): SyncResponse {
    return this.request("HEAD", url, options);
  }

  /** Sends OPTIONS. See `request`. */
  options(url: string | URL, options: SyncRequestOptions = {}): SyncResponse {
    return this.request("OPTIONS", url, options);
  }

  /** Sends POST. See `request`. */
  post(url: string | URL, options: SyncRequestOptions = {}): SyncResponse {
    return this.request("POST", url, options);
  }

  /** Sends PUT. See `request`. */
  put(url: string | URL, options: SyncRequestOptions = {}): SyncResponse {
    return this.request("PUT", url, options);
  }

  /** Sends PATCH. See `request`. */
  patch(url: string | URL, options: SyncRequestOptions = {}): SyncResponse {
    return this.request("PATCH", url, options);
  }

  /** Sends DELETE. See `request`. */
  delete(url: string | URL, options: SyncRequestOptions = {}): SyncResponse {
    return this.request("DELETE", url, options);
  }

  /**
   * Sends a request and blocks until the whole answer is there.
   *
   * @throws TypeError for wrong arguments, and for options that are not data
   * @throws HttpError one of its tree, as from `ClientSession`
   */
  request(method: string, url: string | URL, options: SyncRequestOptions = {}): SyncResponse {
    if (this.#closed) throw closed(method, url);
    const plain = plainOptions(options, "SyncSession");
    const answer = this.#ask({
      kind: "request",
      method,
      url: String(url),
      options: plain,
      cookies: this.#changedCookies(),
    });
    if (answer.cookies !== undefined) this.cookies?.replace(answer.cookies);
    this.#revision = this.cookies?.revision ?? 0;
    if (answer.kind === "response") return new SyncResponse(answer.response);
    throw answer.kind === "error" ? reviveError(answer.error) : closed(method, url);
  }

  /** Ends the session and its thread. */
  close({ grace = 5000 }: CloseOptions = {}): void {
    if (this.#closed) return;
    this.#closed = true;
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#ask({ kind: "close", grace: milliseconds(grace, "grace") });
    this.#port?.close();
    void worker.terminate();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #changedCookies(): object | undefined {
    const { cookies } = this;
    return cookies === undefined || cookies.revision === this.#revision ? undefined : cookies.toJSON();
  }

  #ask(message: WireRequest): WireAnswer {
    const port = (this.#port ??= this.#startWorker());
    Atomics.store(this.#bell, 0, SILENT);
    port.postMessage(message);
    Atomics.wait(this.#bell, 0, SILENT);
    const answer = receiveMessageOnPort(port)?.message as WireAnswer | undefined; // the worker posts nothing else
    if (answer !== undefined) return answer;
    const why = Atomics.load(this.#bell, 0) === GONE ? "its thread ended" : "its thread gave no answer";
    throw new Error(`SyncSession cannot go on: ${why}`);
  }

  #startWorker(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const start: WorkerStart = { options: this.#options, bell: this.#bell.buffer, port: port2 };
    const worker = new Worker(new URL("./sync-worker.js", import.meta.url), {
      workerData: start,
      transferList: [port2],
      name: "SyncSession",
      // Preloads and loaders of the main thread are not meant for this one.
      execArgv: [],
    });
    worker.unref();
    port1.unref();
    this.#worker = worker;
    return port1;
  }
}

function closed(method: string, url: string | URL): SessionClosedError {
  const parsed = URL.parse(String(url));
  const request = { method, url: parsed === null ? String(url) : redactUrl(parsed) };
  return new SessionClosedError(`${method} ${request.url}: the session was closed; make a new one`, { request });
}
