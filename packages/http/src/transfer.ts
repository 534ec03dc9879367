import type { ScheduledCall } from "baedal/lowlevel";
import type { Dispatcher } from "undici";
import type { BodyBudget } from "./body-budget.ts";
import { BodyBuffer, type BufferObserver } from "./body/body-buffer.ts";
import { BodyStream } from "./body/body-stream.ts";
import { MeteredBuffer, type MeteredFlow } from "./body/metered-buffer.ts";
import { codingsOf } from "./body/content-coding.ts";
import { codedLimit, type DecodeFailure } from "./body/decode-failure.ts";
import type { ResponseSink } from "./body/response-sink.ts";
import { ClientResponse } from "./client-response.ts";
import type { Phase } from "./call.ts";
import { closedError } from "./closed-error.ts";
import { connectError } from "./connect-error.ts";
import { dispatchOptions } from "./dispatch-options.ts";
import { fromEngine } from "./engine-error.ts";
import { HttpError, type TimeoutPhase } from "./errors.ts";
import type { HttpRequest } from "./http-request.ts";
import type { Receiver } from "./ongoing.ts";
import { isLost, markStale } from "./lost-connection.ts";
import type { ConnectFailure, ConnectObserver } from "./pool/connect.ts";
import type { Connection } from "./pool/connection.ts";
import { endpointKey, endpointOf } from "./pool/endpoint.ts";
import { Origin, type Ticket, type Waiting } from "./pool/origin.ts";
import type { Pool } from "./pool/pool.ts";
import { SilenceWatch } from "./silence-watch.ts";
import { isRedirect } from "./redirect-status.ts";
import { ResponseHead } from "./response-head.ts";
import { newStopwatch, type Timings } from "./timings.ts";
import { bodyError, keepAnswer, phaseTimeout, sentBefore } from "./transfer-errors.ts";

/** A redirect is followed whatever its body; more of it than this, in bytes and in ms, is not waited for. */
const redirectBodyLimit = 64 * 1024;
const redirectBodyTime = 1000;

/**
 * One request over one connection: queue, connect, send, receive. Made of callbacks rather than promises, because it can
 * be aborted anywhere, and because it is the path of every request.
 *
 * Resolves when the body was read; of a streamed one at the headers.
 */
export function transfer(request: HttpRequest, pool: Pool): Promise<ClientResponse> {
  return new Promise((resolve, reject) => new Transfer(request, pool, { received: resolve, failed: reject }).start());
}

/** What `transfer` does, for those who do without a promise. */
export class Transfer implements Phase, Ticket, ConnectObserver, BufferObserver, Dispatcher.DispatchHandler {
  readonly #request: HttpRequest;
  readonly #pool: Pool;
  readonly #origin: Origin;
  readonly #receiver: Receiver;
  /** As they are at the start: cookies belong to this one sending. */
  readonly #headers: string[];
  readonly #timings = newStopwatch();
  /** Undefined where silence has no limit. */
  readonly #silence: SilenceWatch | undefined;
  /** The place in the queue; undefined outside it. */
  #waiting: Waiting | undefined;
  /** The connection from the grant to the end of the body. */
  #connection: Connection | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #sink: ResponseSink | undefined;
  #timer: ScheduledCall | undefined;
  #releaseClock: (() => void) | undefined;
  #over = false;
  /** Undefined until the final answer begins. */
  #head: ResponseHead | undefined;
  #sent = 0;
  #received = 0;

  constructor(request: HttpRequest, pool: Pool, receiver: Receiver) {
    this.#request = request;
    this.#pool = pool;
    const { proxy, target } = request;
    this.#origin = pool.origin(endpointKey(target.origin, proxy)) ?? new Origin(endpointOf(target.url, proxy));
    this.#receiver = receiver;
    this.#headers = request.headers.flat;
    const { readTimeout } = request.settings;
    if (readTimeout === Infinity) return;
    this.#silence = new SilenceWatch(request.call, readTimeout, () => this.#timedOut("read", readTimeout));
  }

  get fresh(): boolean {
    return this.#request.fresh;
  }

  start(): void {
    this.#request.call.enter(this);
    this.#request.call.trace?.send(this.#request.summary);
    if (this.#request.body?.rewindable === false && this.#request.body.consumed)
      return this.#fail(sentBefore(this.#request.summary));
    this.#waiting = this.#pool.acquire(this.#origin, this);
    if (this.#waiting !== undefined) this.#limitQueue();
  }

  // Queue and connection

  granted(connection: Connection): void {
    this.#waiting = undefined;
    this.#connection = connection;
    this.#stopTimer();
    this.#mark("queued");
    if (connection.ready) return this.#dispatch(connection);
    this.#limitTime("connect", this.#request.settings.connectTimeout);
    this.#holdClockWhileOpening();
    connection.open(this);
  }

  refused(): void {
    this.#waiting = undefined;
    this.#fail(closedError(this.#request));
  }

  phase(phase: "dns" | "connect" | "tls"): void {
    this.#mark(phase);
  }

  connected(): void {
    const connection = this.#connection;
    if (this.#over || connection === undefined) return;
    this.#stopTimer();
    this.#dispatch(connection);
    this.#releaseClock?.();
    this.#releaseClock = undefined;
    this.#pool.opened(this.#origin, connection);
  }

  failed(failure: ConnectFailure): void {
    this.#fail(connectError(failure, this.#origin.endpoint.origin, this.#request.summary));
  }

  /**
   * A virtual clock does not see the sockets of a session that was made outside its run, nor what is said to a SOCKS proxy.
   * What is said to an HTTP proxy it sees; that may be a server of the run, which waits for time to pass.
   */
  #holdClockWhileOpening(): void {
    const { proxy } = this.#origin.endpoint;
    if (proxy === undefined || proxy.protocol.startsWith("socks"))
      this.#releaseClock = this.#request.call.clock.hold("a connection being opened");
  }

  #dispatch(connection: Connection): void {
    const options = dispatchOptions(this.#request, this.#headers, this.#origin.endpoint);
    const { inContext } = this.#request.call.clock;
    if (inContext === undefined) connection.dispatch(options, this);
    else inContext(() => connection.dispatch(options, this));
  }

  // What the engine reports

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#connection?.starting(this);
    if (this.#over) controller.abort(new Error("the request is over"));
  }

  onBodySent(chunk: Uint8Array | string): void {
    const { onUploadProgress } = this.#request.settings;
    if (onUploadProgress === undefined || this.#over) return;
    this.#sent += Buffer.byteLength(chunk);
    this.#tell(onUploadProgress, this.#sent, this.#request.body?.length);
  }

  onRequestSent(): void {
    // After an early answer the phase has no place in the order any more.
    if (this.#over || this.#head !== undefined) return;
    this.#mark("sent");
    this.#silence?.start();
  }

  onResponseStarted(): void {
    if (!this.#over) this.#mark("firstByte");
  }

  onResponseStart(
    { rawHeaders }: Dispatcher.DispatchController,
    status: number,
    fields: Record<string, string | string[] | undefined>,
    reason = "",
  ): void {
    if (this.#over) return;
    this.#silence?.begin();
    if (status < 200) return;
    this.#mark("firstByte");
    const flat = Array.isArray(rawHeaders) ? rawHeaders : undefined;
    this.#head = new ResponseHead(status, reason, this.#connection?.httpVersion ?? "1.1", fields, flat);
    this.#openSink(this.#head);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    this.#silence?.touch();
    this.#received += chunk.length;
    this.#request.call.trace?.received(chunk.length);
    const { onDownloadProgress } = this.#request.settings;
    if (onDownloadProgress !== undefined) this.#tell(onDownloadProgress, this.#received, this.#head?.contentLength);
    this.#sink?.write(chunk);
  }

  onResponseEnd(): void {
    if (this.#over) return;
    const connection = this.#connection;
    // A body without a length of its own ends with the connection; a reset is no such end (RFC 9112, 8).
    if (connection?.brokeOff(this) === true) return this.#engineFailed(new Error("the connection was reset"));
    this.#mark("done");
    this.#silence?.stop();
    // In a turn of its own: the engine decides only after this call whether the connection goes on.
    if (connection !== undefined) this.#pool.releaseSoon(this.#origin, connection);
    this.#connection = undefined;
    if (!(this.#sink instanceof BodyStream)) this.#releaseClock = this.#request.call.clock.hold("a body being decoded");
    this.#sink?.end();
  }

  onResponseError(_controller: unknown, cause: Error): void {
    if (!this.#over) this.#engineFailed(cause);
  }

  // The body

  #openSink(head: ResponseHead): void {
    const { decompress, streamed, maxBodySize } = this.#request.settings;
    // Of a redirect the body does not matter.
    if (this.#isFollowed(head)) return this.#openRedirect(head);
    let codings: readonly string[] = [];
    try {
      if (decompress) codings = codingsOf(head.list("content-encoding"));
    } catch (cause) {
      return this.#refuse({ kind: "damaged", cause: cause as Error }); // codingsOf throws RangeError
    }
    if (streamed) this.#openStream(codings);
    else this.#openBuffer(head, maxBodySize, codings, this.#request.settings.bodyBudget);
  }

  #openRedirect(head: ResponseHead): void {
    const { clock } = this.#request.call;
    const giveUp = (): void => this.#refuse({ kind: "too large", limit: redirectBodyLimit });
    this.#timer = clock.callLater(clock.now() + redirectBodyTime, giveUp);
    this.#openBuffer(head, redirectBodyLimit, []);
  }

  #openBuffer(head: ResponseHead, limit: number, codings: readonly string[], budget?: BodyBudget): void {
    const expected = head.contentLength;
    const most = codings.length === 0 ? limit : codedLimit(limit);
    if (expected !== undefined && expected > most && head.hasBody(this.#request.method))
      return this.#refuse({ kind: "too large", limit });
    this.#sink =
      budget === undefined
        ? new BodyBuffer(limit, codings, this)
        : new MeteredBuffer({ budget, flow: this.#flow, codings, limit, observer: this });
  }

  get #flow(): MeteredFlow {
    return {
      pause: () => {
        this.#silence?.pause();
        this.#controller?.pause();
      },
      resume: () => {
        this.#silence?.resume();
        if (this.#connection !== undefined) this.#controller?.resume();
      },
      waits: (waiting) => {
        if (this.#over) return;
        if (waiting) this.#request.call.rest();
        else this.#request.call.goOn();
      },
    };
  }

  buffered(body: Buffer): void {
    this.#succeed(body);
  }

  unreadable(failure: DecodeFailure): void {
    this.#refuse(failure);
  }

  #openStream(codings: readonly string[]): void {
    const { summary } = this.#request;
    const stream = new BodyStream({
      flow: { ...this.#flow, cancel: () => this.#end(new Error("the body is not wanted any more")) },
      codings,
      limit: this.#request.settings.maxBodySize,
      description: `the body of ${summary.method} ${summary.url}`,
      error: (failure) => bodyError(summary, failure),
    });
    this.#sink = stream;
    this.#request.call.leave();
    this.#receiver.received(this.#responseWith(stream));
  }

  /** Of a redirect the body does not matter. */
  #refuse(failure: DecodeFailure): void {
    if (!this.#isFollowed(this.#head)) return this.#fail(bodyError(this.#request.summary, failure));
    this.#mark("done");
    this.#succeed(Buffer.alloc(0));
  }

  // Ends

  #engineFailed(cause: Error): void {
    const failure = this.#request.body?.failure;
    if (failure !== undefined && this.#head === undefined) return this.#fail(failure.error);
    const context = {
      request: this.#request.summary,
      answered: this.#head !== undefined,
      received: this.#received,
      expected: this.#head?.contentLength,
    };
    const error = fromEngine(cause, context);
    const reused = (this.#connection?.uses ?? 0) > 1;
    const stale = error instanceof HttpError && isLost(error) && reused && this.#timings.firstByte === null;
    this.#fail(stale ? markStale(error, this.#controller === undefined) : error);
  }

  #succeed(body: Buffer): void {
    if (this.#over) return;
    const response = this.#responseWith(body);
    this.#end(undefined);
    this.#receiver.received(response);
  }

  /** The call was stopped. */
  abort(reason: unknown): void {
    this.#fail(reason);
  }

  /** Rejects; if the response is out already, its body fails instead. */
  #fail(error: unknown): void {
    if (this.#over) return;
    const sink = this.#sink;
    if (this.#head !== undefined && !(sink instanceof BodyStream))
      keepAnswer(error, this.#responseWith(Buffer.alloc(0)));
    this.#end(error);
    if (sink instanceof BodyStream) this.#request.call.trace?.failed(error);
    sink?.fail(error);
    if (!(sink instanceof BodyStream)) this.#receiver.failed(error);
  }

  /** Over: whatever is still held is given back, in this turn. */
  #end(reason: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopTimer();
    this.#silence?.stop();
    this.#releaseClock?.();
    if (!(this.#sink instanceof BodyStream)) this.#request.call.leave();
    this.#request.body?.release(reason);
    if (this.#waiting !== undefined) this.#pool.withdraw(this.#origin, this.#waiting);
    // Still held means that the exchange is not complete: the connection cannot serve another request.
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection !== undefined) this.#pool.abandon(this.#origin, connection, this.#controller);
  }

  // Time

  /** A phase is over. */
  #mark(phase: keyof Timings): void {
    if (this.#timings[phase] !== null) return;
    const { elapsed, trace } = this.#request.call;
    this.#timings[phase] = elapsed;
    trace?.phase(phase, elapsed);
  }

  #limitQueue(): void {
    const { settings, waited } = this.#request;
    this.#limitTime("queue", settings.queueTimeout, Math.max(settings.queueTimeout - waited, 0));
  }

  #limitTime(phase: TimeoutPhase, limit: number, left = limit): void {
    if (limit === Infinity || this.#over) return;
    const { clock } = this.#request.call;
    this.#timer = clock.callLater(clock.now() + left, () => this.#timedOut(phase, limit));
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #timedOut(phase: TimeoutPhase, limit: number): void {
    this.#fail(phaseTimeout(this.#request.summary, phase, limit));
  }

  /** Whoever listens is the caller: what it throws ends the request. */
  #tell(
    listener: (progress: { loaded: number; total: number | undefined }) => void,
    loaded: number,
    total: number | undefined,
  ): void {
    try {
      listener({ loaded, total });
    } catch (error) {
      this.#fail(error);
    }
  }

  // The answer

  #responseWith(body: Buffer | BodyStream): ClientResponse {
    const { method, url, attempts, history } = this.#request;
    const head = this.#head as ResponseHead; // a body comes after it
    return new ClientResponse({ method, url, head, timings: this.#timings, attempts, history, body });
  }

  #isFollowed(head: ResponseHead | undefined): boolean {
    if (head === undefined || this.#request.settings.maxRedirects < 0) return false;
    return isRedirect(head.status) && head.field("location") !== undefined;
  }
}
