import { callLater, holdClock, type ScheduledCall } from "baedal/lowlevel";
import type { Dispatcher } from "undici";
import { codingsOf } from "./body/content-coding.ts";
import { decode, type DecodeFailure } from "./body/decode.ts";
import { ClientResponse } from "./client-response.ts";
import { closedError } from "./closed-error.ts";
import { fromEngine } from "./engine-error.ts";
import { BodyError, ConnectError, type HttpError, TimeoutError, type TimeoutPhase } from "./errors.ts";
import type { HttpRequest } from "./http-request.ts";
import { markLost, markStale, isLost } from "./lost-connection.ts";
import type { ConnectFailure, ConnectObserver } from "./pool/connect.ts";
import type { Connection } from "./pool/connection.ts";
import { endpointOf } from "./pool/endpoint.ts";
import type { Origin, Ticket, Waiting } from "./pool/origin.ts";
import type { Pool } from "./pool/pool.ts";
import { newStopwatch } from "./timings.ts";

/** A redirect is followed whatever its body; more of it than this is not waited for. */
const redirectBodyLimit = 64 * 1024;

/**
 * One request over one connection: queue, connect, send, receive, decode. Made of callbacks rather than promises, because
 * it can be aborted anywhere, and because it is the path of every request.
 */
export function transfer(request: HttpRequest, pool: Pool): Promise<ClientResponse> {
  return new Promise((resolve, reject) => new Transfer(request, pool, resolve, reject).start());
}

class Transfer implements Ticket, ConnectObserver, Dispatcher.DispatchHandler {
  readonly #request: HttpRequest;
  readonly #pool: Pool;
  readonly #origin: Origin;
  readonly #resolve: (response: ClientResponse) => void;
  readonly #reject: (error: unknown) => void;
  readonly #timings = newStopwatch();
  /** The place in the queue; undefined outside it. */
  #waiting: Waiting | undefined;
  /** The connection from the grant to the end of the body. */
  #connection: Connection | undefined;
  #decoding: (() => void) | undefined;
  #timer: ScheduledCall | undefined;
  #releaseClock: () => void = () => {};
  #over = false;
  #started = false;
  #lastByteAt = 0;
  #status = 0;
  #reason = "";
  #fields: Readonly<Record<string, string | string[] | undefined>> = {};
  #rawHeaders: readonly Buffer[] = [];
  #chunks: Buffer[] = [];
  #received = 0;
  #limit = Infinity;

  constructor(
    request: HttpRequest,
    pool: Pool,
    resolve: (response: ClientResponse) => void,
    reject: (error: unknown) => void,
  ) {
    this.#request = request;
    this.#pool = pool;
    this.#origin = pool.origin(request.url.origin, () => endpointOf(request.url));
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get fresh(): boolean {
    return this.#request.fresh;
  }

  start(): void {
    this.#request.call.enter((reason) => this.#end(() => this.#reject(reason)));
    this.#releaseClock = holdClock("a request in flight");
    this.#waiting = this.#pool.acquire(this.#origin, this);
    if (this.#waiting !== undefined) this.#limitTime("queue", this.#request.settings.queueTimeout);
  }

  // Queue and connection

  granted(connection: Connection): void {
    this.#waiting = undefined;
    this.#connection = connection;
    this.#stopTimer();
    this.#timings.queued = this.#elapsed;
    if (connection.ready) return this.#dispatch(connection);
    this.#limitTime("connect", this.#request.settings.connectTimeout);
    connection.open(this);
  }

  refused(): void {
    this.#waiting = undefined;
    this.#fail(closedError(this.#request));
  }

  phase(phase: "dns" | "connect" | "tls"): void {
    this.#timings[phase] = this.#elapsed;
  }

  connected(): void {
    if (this.#over || this.#connection === undefined) return;
    this.#stopTimer();
    this.#dispatch(this.#connection);
  }

  failed({ kind, cause }: ConnectFailure): void {
    const { summary } = this.#request;
    const { origin } = this.#origin.endpoint;
    const message = `${summary.method} ${summary.url}: ${connectProblem(kind, origin)}: ${cause.message || cause.name}`;
    this.#fail(markLost(new ConnectError(message, { request: summary, kind, cause })));
  }

  #dispatch(connection: Connection): void {
    const { method, url, headers, body } = this.#request;
    const content = body?.content();
    connection.dispatch(
      {
        method,
        path: url.pathname + url.search,
        headers: headers.flat,
        // The engine takes any async iterable; its types say less.
        body: (content ?? null) as NonNullable<Dispatcher.DispatchOptions["body"]> | null,
        // Otherwise the engine closes the connection after HEAD, and after a body that the method does not need.
        reset: false,
      },
      this,
    );
  }

  // What the engine reports

  onRequestStart(): void {
    this.#started = true;
  }

  onRequestSent(): void {
    if (this.#over) return;
    this.#timings.sent = this.#elapsed;
    this.#watchSilence();
  }

  onResponseStarted(): void {
    this.#timings.firstByte ??= this.#elapsed;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    fields: Readonly<Record<string, string | string[] | undefined>>,
    reason = "",
  ): void {
    if (this.#over) return;
    this.#touch();
    if (status < 200) return;
    this.#status = status;
    this.#reason = reason;
    this.#fields = fields;
    this.#rawHeaders = controller.rawHeaders as Buffer[]; // over HTTP/1 the engine keeps what the parser found
    this.#limit = this.#isFollowed ? redirectBodyLimit : this.#request.settings.maxBodySize;
    const expected = this.#expected;
    if (expected !== undefined && expected > this.#limit && this.#hasBody) this.#overflow();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    this.#touch();
    this.#received += chunk.length;
    if (this.#received > this.#limit) return this.#overflow();
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#over) return;
    const connection = this.#connection;
    // A body without a length of its own ends with the connection; a reset is no such end (RFC 9112, 8).
    if (connection?.errored === true) return this.#engineFailed(new Error("the connection was reset"));
    this.#timings.done = this.#elapsed;
    this.#stopTimer();
    // In a turn of its own: the engine decides only after this call whether the connection goes on.
    if (connection !== undefined) queueMicrotask(() => this.#pool.release(this.#origin, connection));
    this.#connection = undefined;
    this.#finish();
  }

  onResponseError(_controller: unknown, cause: Error): void {
    if (!this.#over) this.#engineFailed(cause);
  }

  // Ends

  #engineFailed(cause: Error): void {
    const answered = this.#status !== 0;
    const context = { request: this.#request.summary, answered, received: this.#received, expected: this.#expected };
    const error = fromEngine(cause, context);
    const reused = (this.#connection?.uses ?? 0) > 1;
    if (isLost(error) && reused && this.#timings.firstByte === null) markStale(error as HttpError, !this.#started); // lost: ours
    this.#fail(error);
  }

  #finish(): void {
    const body = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks, this.#received); // one
    if (!this.#request.settings.decompress || body.length === 0 || this.#isFollowed) return this.#succeed(body);
    let codings: string[];
    try {
      codings = codingsOf(this.#field("content-encoding"));
    } catch (cause) {
      return this.#fail(this.#undecodable({ kind: "damaged", cause: cause as Error }));
    }
    if (codings.length === 0) return this.#succeed(body);
    this.#decoding = decode(
      body,
      codings,
      this.#limit,
      (decoded) => this.#succeed(decoded),
      (failure) => this.#fail(this.#undecodable(failure)),
    );
  }

  #succeed(body: Buffer): void {
    const { method, url, attempts, history } = this.#request;
    const parts = {
      method,
      url,
      status: this.#status,
      reason: this.#reason,
      rawHeaders: this.#rawHeaders,
      fields: this.#fields,
      httpVersion: "1.1",
      timings: this.#timings,
      attempts,
      history,
      body,
    };
    this.#end(() => this.#resolve(new ClientResponse(parts)));
  }

  #fail(error: unknown): void {
    this.#end(() => this.#reject(error));
  }

  /** Over: whatever is still held is given back, in this turn. */
  #end(settle: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopTimer();
    this.#releaseClock();
    this.#request.call.leave();
    this.#decoding?.();
    if (this.#waiting !== undefined) this.#pool.withdraw(this.#origin, this.#waiting);
    // Still held means that the exchange is not complete: the connection cannot serve another request.
    this.#connection?.close();
    this.#connection = undefined;
    this.#chunks = [];
    settle();
  }

  /** More of the body than is wanted. Of a redirect the rest does not matter. */
  #overflow(): void {
    if (!this.#isFollowed) return this.#fail(this.#undecodable({ kind: "too large", limit: this.#limit }));
    this.#timings.done = this.#elapsed;
    this.#succeed(Buffer.alloc(0));
  }

  #undecodable(failure: DecodeFailure): BodyError {
    const { summary } = this.#request;
    const cause = failure.kind === "damaged" ? failure.cause : undefined;
    return new BodyError(`${summary.method} ${summary.url}: ${bodyProblem(failure)}`, { request: summary, cause });
  }

  // Time

  get #elapsed(): number {
    return this.#request.call.elapsed;
  }

  #limitTime(phase: TimeoutPhase, limit: number): void {
    if (limit === Infinity || this.#over) return;
    const { call } = this.#request;
    this.#timer = callLater(call.startedAt + call.elapsed + limit, () => this.#timedOut(phase, limit));
  }

  #watchSilence(): void {
    const { readTimeout } = this.#request.settings;
    this.#lastByteAt = this.#elapsed;
    this.#stopTimer();
    this.#awaitSilence(readTimeout, readTimeout);
  }

  /** One timer for many bytes: it looks when the last one came, rather than being set anew at each. */
  #awaitSilence(delay: number, limit: number): void {
    if (limit === Infinity) return;
    const { call } = this.#request;
    this.#timer = callLater(call.startedAt + call.elapsed + delay, () => {
      const left = this.#lastByteAt + limit - this.#elapsed;
      if (left > 0) this.#awaitSilence(left, limit);
      else this.#timedOut("read", limit);
    });
  }

  #touch(): void {
    if (this.#request.settings.readTimeout !== Infinity) this.#lastByteAt = this.#elapsed;
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #timedOut(phase: TimeoutPhase, limit: number): void {
    const { summary } = this.#request;
    const message = `${summary.method} ${summary.url}: ${phaseWords[phase]} within timeout.${phase}, ${limit} ms`;
    this.#fail(new TimeoutError(message, { request: summary, phase }));
  }

  // The answer

  get #isFollowed(): boolean {
    const { maxRedirects } = this.#request.settings;
    return maxRedirects >= 0 && isRedirect(this.#status) && this.#fields["location"] !== undefined;
  }

  get #hasBody(): boolean {
    return this.#request.method !== "HEAD" && this.#status !== 204 && this.#status !== 304;
  }

  get #expected(): number | undefined {
    const length = this.#field("content-length");
    return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
  }

  #field(name: string): string | undefined {
    const value = this.#fields[name];
    return typeof value === "string" ? value : value?.join(", ");
  }
}

/** Whether a status sends the client elsewhere (RFC 9110, 15.4). */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

const phaseWords: Readonly<Record<TimeoutPhase, string>> = {
  queue: "no connection was free",
  connect: "no connection came about",
  read: "not a byte of the answer came",
  total: "it was not done",
};

function connectProblem(kind: ConnectFailure["kind"], origin: string): string {
  switch (kind) {
    case "dns":
      return `the name of ${origin} could not be resolved`;
    case "tls":
      return `no TLS connection to ${origin}`;
    case "proxy":
      return `no tunnel to ${origin} through the proxy`;
    case "refused":
      return `no connection to ${origin}`;
  }
}

function bodyProblem(failure: DecodeFailure): string {
  switch (failure.kind) {
    case "too large":
      return `the body is larger than maxBodySize, ${failure.limit} bytes; raise it, or read it with stream()`;
    case "bomb":
      return `the body unpacks to ${failure.ratio} times its size, which only a decompression bomb does`;
    case "damaged":
      return `the body cannot be decoded: ${failure.cause.message}`;
  }
}
