import { AsyncLocalStorage } from "node:async_hooks";
import { type Future, now } from "baedal";
import { callLater, milliseconds, onRunEnd, suspend } from "baedal/lowlevel";
import { closedError } from "./closed-error.ts";
import { consume } from "./consume.ts";
import { RequestDefaults } from "./build-request.ts";
import type { ClientResponse } from "./client-response.ts";
import { ProtocolError } from "./errors.ts";
import { readFetchArguments } from "./fetch-request.ts";
import { toWebResponse } from "./fetch-response.ts";
import { isRedirect } from "./redirect-status.ts";
import { CookieJar } from "./cookies/cookie-jar.ts";
import type { HttpRequest, Policy, Send } from "./http-request.ts";
import { countOf } from "./options/check-options.ts";
import { resolveRate } from "./options/rate-options.ts";
import { noOptions, type RequestOptions } from "./options/request-options.ts";
import type { CloseOptions, SessionOptions } from "./options/session-options.ts";
import { authorize } from "./policy/authorize.ts";
import { Ongoing } from "./ongoing.ts";
import { OpenCalls } from "./open-calls.ts";
import { isPlain, type LaneSettings, PlainLane } from "./plain-lane.ts";
import { compose } from "./policy/compose.ts";
import { connectBy } from "./policy/connect-by.ts";
import { cookies } from "./policy/cookies.ts";
import { logExchanges } from "./policy/log-exchanges.ts";
import { middleware } from "./policy/middleware.ts";
import { raiseForStatus } from "./policy/raise-for-status.ts";
import { rate } from "./policy/rate.ts";
import { redirect } from "./policy/redirect.ts";
import { replay } from "./policy/replay.ts";
import { retry } from "./policy/retry.ts";
import { AddressGuard } from "./pool/address-guard.ts";
import { makeConnect } from "./pool/connect.ts";
import { Pool, type PoolStatistics } from "./pool/pool.ts";
import { redactUrl } from "./redact.ts";
import { transfer } from "./transfer.ts";

/** What reads an unread response. */
export type StreamBody<T> = (response: ClientResponse) => T | PromiseLike<T>;

/** Numbers of a session at one moment. */
export interface SessionStatistics extends PoolStatistics {
  /** Calls that are not over. */
  readonly calls: number;
}

/**
 * Sends requests over connections that it keeps and bounds. Make one for a whole program or job, not one a request, and
 * close it: `await using` does.
 *
 * Every call returns a future: awaiting it from a task makes it cancellable with the task, wherever the request is.
 *
 * @example
 * ```ts
 * import { gather, run } from "baedal";
 * import { ClientSession } from "@baedal/http";
 *
 * await run(async () => {
 *   await using session = new ClientSession({ baseUrl: "https://example.com/", limitPerHost: 8 });
 *   const pages = await gather(["a", "b", "c"].map((path) => session.get(path)));
 *   for (const page of pages) console.log(page.url, page.status);
 * });
 * ```
 */
export class ClientSession {
  /** Where its cookies are kept. */
  readonly cookies: CookieJar | undefined;
  readonly #defaults: RequestDefaults;
  readonly #pool: Pool;
  readonly #send: Send;
  /** Undefined where a policy has a say in every request. */
  readonly #lane: LaneSettings | undefined;
  readonly #calls = new OpenCalls<Ongoing>();
  readonly #stopWatching: () => void;
  #closed = false;

  /**
   * @throws TypeError for an option that does not exist or has a wrong value
   */
  constructor(options: SessionOptions = {}) {
    this.#defaults = new RequestDefaults(options);
    const perHost = countOf(options.limitPerHost ?? 0, 0, "limitPerHost");
    this.#pool = new Pool(
      { limit: countOf(options.limit ?? 100, 1, "limit"), limitPerHost: perHost === 0 ? Infinity : perHost },
      {
        connect: makeConnect({
          tls: options.tls ?? {},
          http2: options.http2 ?? false,
          guard: guardOf(options.guard),
          inContext: AsyncLocalStorage.snapshot(),
        }),
        http2: options.http2 ?? false,
        keepAlive: keepAliveOf(options),
        maxHeaderSize: countOf(options.maxHeaderSize ?? 64 * 1024, 1, "maxHeaderSize"),
      },
    );
    this.cookies = options.cookies === false ? undefined : (options.cookies ?? new CookieJar());
    this.#send = compose(this.#policies(options), (request) => this.#transfer(request));
    const { middleware: around = [], rate: speed, connector, har } = options;
    const hasLane = around.length === 0 && speed === undefined && connector === undefined && har === undefined;
    this.#lane = hasLane ? { pool: this.#pool, jar: this.cookies, send: this.#send } : undefined;
    const place = new Error("made here");
    this.#stopWatching = onRunEnd(() => this.#reportUnclosed(place));
  }

  /** Whether `close` was called. */
  get closed(): boolean {
    return this.#closed;
  }

  /** What it holds right now. */
  statistics(): SessionStatistics {
    return { ...this.#pool.statistics, calls: this.#calls.size };
  }

  /** Sends GET. See `request`. */
  get(url: string | URL, options: RequestOptions = noOptions): Future<ClientResponse> {
    return this.request("GET", url, options);
  }

  /** Sends HEAD; the answer has no body. See `request`. */
  head(url: string | URL, options: RequestOptions = noOptions): Future<ClientResponse> {
    return this.request("HEAD", url, options);
  }

  /** Sends OPTIONS. See `request`. */
  options(url: string | URL, options: RequestOptions = noOptions): Future<ClientResponse> {
    return this.request("OPTIONS", url, options);
  }

  /** Sends POST. See `request`. */
  post(url: string | URL, options: RequestOptions = noOptions): Future<ClientResponse> {
    return this.request("POST", url, options);
  }

  /** Sends PUT. See `request`. */
  put(url: string | URL, options: RequestOptions = noOptions): Future<ClientResponse> {
    return this.request("PUT", url, options);
  }

  /** Sends PATCH. See `request`. */
  patch(url: string | URL, options: RequestOptions = noOptions): Future<ClientResponse> {
    return this.request("PATCH", url, options);
  }

  /** Sends DELETE. See `request`. */
  delete(url: string | URL, options: RequestOptions = noOptions): Future<ClientResponse> {
    return this.request("DELETE", url, options);
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @param method - in capitals or not
   * @param url - absolute, or relative to `baseUrl`; credentials in it are used and taken out
   * @returns the response, whatever its status (unless `raiseForStatus`)
   * @throws TypeError for wrong arguments
   * @throws HttpError one of its tree
   * @throws CancelledError if the task, or the future itself, was cancelled; the connection is free in the same turn
   */
  request(method: string, url: string | URL, options: RequestOptions = noOptions): Future<ClientResponse> {
    return suspend<ClientResponse>(
      (future) => {
        let request: HttpRequest;
        try {
          request = this.#defaults.request(method, url, options);
        } catch (error) {
          return future.setException(error);
        }
        return this.#start(request, options.signal, future);
      },
      () => describe(method, url),
    );
  }

  /**
   * Sends a request and hands the answer to a callback as soon as its headers are there; the callback reads the body as it
   * comes. When it returns or throws the connection is given back, or closed if the body was not read to its end.
   *
   * By default there is no total deadline and no limit of the size, and a silence of 60 s ends it.
   *
   * @returns what the callback returns; its errors pass unchanged
   * @throws as `request`
   *
   * @example
   * ```ts
   * import { ClientSession } from "@baedal/http";
   *
   * await using session = new ClientSession();
   * const size = await session.stream("GET", "https://example.com/", async (response) => {
   *   let bytes = 0;
   *   for await (const chunk of response) bytes += chunk.length;
   *   return bytes;
   * });
   * console.log(size);
   * ```
   */
  stream<T>(method: string, url: string | URL, body: StreamBody<T>): Promise<T>;
  stream<T>(method: string, url: string | URL, options: RequestOptions, body: StreamBody<T>): Promise<T>;
  async stream<T>(
    method: string,
    url: string | URL,
    optionsOrBody: RequestOptions | StreamBody<T>,
    bodyOrNothing?: StreamBody<T>,
  ): Promise<T> {
    const [options, body] =
      typeof optionsOrBody === "function" ? [noOptions, optionsOrBody] : [optionsOrBody, bodyOrNothing];
    if (typeof body !== "function")
      throw new TypeError("stream() needs a function that reads the response as its last argument");
    const request = this.#defaults.request(method, url, options, "streamed");
    const ongoing = this.#begin(request, options.signal);
    try {
      return await consume(request, await this.#head(ongoing), body);
    } finally {
      ongoing.end();
    }
  }

  /**
   * `fetch` over this session, for libraries that take one: its connections, cookies, deadlines and cancellation. Resolves
   * at the headers; the connection is held until the body is read, cancelled or fails. May be handed on by itself.
   *
   * Relative URLs go by `baseUrl`. Failures are those of `request`, an aborted `signal` gives its reason.
   *
   * @throws TypeError also for `mode`, `cache`, `credentials` and `integrity` other than the defaults
   *
   * @example
   * ```ts
   * import { ClientSession } from "@baedal/http";
   *
   * await using session = new ClientSession();
   * const response = await session.fetch("https://example.com/");
   * console.log(response.status, (await response.text()).length);
   * ```
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response> = async (input, init) => {
    const { method, url, options, redirect: onRedirect } = readFetchArguments(input, init);
    const plain = onRedirect === "follow" ? options : { ...options, redirect: false as const };
    const request = this.#defaults.request(method, url, plain, "streamed");
    const ongoing = this.#begin(request, options.signal);
    try {
      const response = await this.#head(ongoing);
      if (onRedirect === "error" && isRedirect(response.status)) throw unexpectedRedirect(request, response);
      request.call.enter({ abort: (reason) => response.discard(reason) });
      response.onReceived(() => ongoing.end());
      return toWebResponse(response, request.method);
    } catch (error) {
      ongoing.end();
      throw error;
    }
  };

  /**
   * Ends the session. From this call on new requests are refused; those that wait for a connection fail with
   * `SessionClosedError`; those in flight may go on for `grace`, then they fail too. Nothing is left open afterwards.
   */
  close(options: CloseOptions = {}): Future<void> {
    const grace = milliseconds(options.grace ?? 5000, "grace");
    this.#stopWatching();
    this.#closed = true;
    this.#pool.refuseWaiting();
    return suspend<void>((future) => {
      const finish = (): void => {
        timer.cancel();
        this.#calls.onDrained = undefined;
        this.#shut();
        if (!future.done()) future.setResult(undefined);
      };
      const timer = callLater(now() + grace, finish);
      this.#calls.onDrained = finish;
      if (this.#calls.size === 0) finish();
      return finish;
    }, "the requests in flight of a session that is being closed");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** The order matters: what stands further left happens once for what stands to its right. */
  #policies({ middleware: around = [], rate: speed, connector, har }: SessionOptions): Policy[] {
    return [
      raiseForStatus,
      ...around.map(middleware),
      authorize,
      redirect,
      retry(),
      ...(this.cookies === undefined ? [] : [cookies(this.cookies)]),
      ...(speed === undefined ? [] : [rate(resolveRate(speed))]),
      ...(har === undefined ? [] : [logExchanges(har)]),
      ...(connector === undefined ? [] : [connectBy(connector)]),
      replay,
    ];
  }

  #start(
    request: HttpRequest,
    signal: AbortSignal | undefined,
    future: Future<ClientResponse>,
  ): (reason: unknown) => void {
    const { call } = request;
    const ongoing = this.#begin(request, signal);
    ongoing.settles(future);
    this.#run(ongoing);
    return (reason) => call.stop(reason);
  }

  /** The response of a streamed request, unread: one wait, which cancelling ends in every phase. */
  #head(ongoing: Ongoing): Future<ClientResponse> {
    const { call, summary } = ongoing.request;
    return suspend<ClientResponse>(
      (future) => {
        ongoing.settles(future);
        this.#run(ongoing);
        return (reason) => call.stop(reason);
      },
      () => `${summary.method} ${summary.url}`,
    );
  }

  /** Enters a call into the books. */
  #begin(request: HttpRequest, signal: AbortSignal | undefined): Ongoing {
    const ongoing = new Ongoing(request, this.#calls, signal);
    if (this.#closed) request.call.stop(closedError(request));
    return ongoing;
  }

  #run(ongoing: Ongoing): void {
    const { request } = ongoing;
    const { stopped } = request.call;
    if (stopped !== undefined) return ongoing.failed(stopped.reason);
    if (this.#lane !== undefined && isPlain(request)) return new PlainLane(ongoing, this.#lane).start();
    this.#send(request).then(
      (response) => ongoing.received(response),
      (error: unknown) => ongoing.failed(error),
    );
  }

  #transfer(request: HttpRequest): Promise<ClientResponse> {
    const { first } = request;
    request.first = undefined;
    return first ?? transfer(request, this.#pool);
  }

  /** Whatever is not over by now is cut off. */
  #shut(): void {
    for (const { request } of [...this.#calls]) request.call.stop(closedError(request));
    this.#pool.shut();
  }

  #reportUnclosed(place: Error): void {
    const [, ...frames] = (place.stack ?? "").split("\n");
    process.emitWarning("A ClientSession was never closed; write `await using session = new ClientSession()`", {
      type: "ResourceWarning",
      detail: `It was made here:\n${frames.join("\n")}`,
    });
    void this.close({ grace: 0 });
  }
}

function describe(method: string, url: string | URL): string {
  const parsed = URL.parse(String(url));
  return `${method} ${parsed === null ? String(url) : redactUrl(parsed)}`;
}

/** How long a connection may lie idle, in ms; 0 = not at all. */
function keepAliveOf({ keepAlive }: SessionOptions): number {
  return keepAlive === false ? 0 : milliseconds(keepAlive ?? 4000, "keepAlive");
}

function unexpectedRedirect({ summary }: HttpRequest, response: ClientResponse): ProtocolError {
  response.discard(new Error("A redirect counts as an error here"));
  return new ProtocolError(`${summary.method} ${summary.url} redirects, and redirect: "error" was asked for`, {
    request: summary,
    response,
  });
}

function guardOf(guard: SessionOptions["guard"]): AddressGuard | undefined {
  if (guard === undefined || guard === false) return undefined;
  return new AddressGuard(guard === true ? [] : guard.allow);
}
