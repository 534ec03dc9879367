import type { Future } from "baedal";
import { milliseconds, onRunEnd, suspend } from "baedal/lowlevel";
import { RequestDefaults } from "./build-request.ts";
import type { ClientResponse } from "./client-response.ts";
import { consume } from "./consume.ts";
import { CookieJar } from "./cookies/cookie-jar.ts";
import { fetchThrough } from "./fetch-through.ts";
import type { HttpRequest } from "./http-request.ts";
import { noOptions, type RequestOptions } from "./options/request-options.ts";
import type { CloseOptions, SessionOptions } from "./options/session-options.ts";
import type { PoolStatistics } from "./pool/pool.ts";
import { redactUrl } from "./redact.ts";
import { Switchboard } from "./switchboard.ts";
import type { Target } from "./target.ts";

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
 * A session made in a run belongs to it; one made outside serves all.
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
  readonly #switchboard: Switchboard;
  readonly #stopWatching: () => void;

  /**
   * @throws TypeError for an option that does not exist or has a wrong value
   */
  constructor(options: SessionOptions = {}) {
    this.#defaults = new RequestDefaults(options);
    this.cookies = options.cookies === false ? undefined : (options.cookies ?? new CookieJar());
    this.#switchboard = new Switchboard(options, this.cookies);
    const place = new Error("made here");
    this.#stopWatching = onRunEnd(() => this.#reportUnclosed(place));
  }

  /** Whether `close` was called. */
  get closed(): boolean {
    return this.#switchboard.closed;
  }

  /** What it holds right now. */
  statistics(): SessionStatistics {
    return { ...this.#switchboard.statistics, calls: this.#switchboard.calls };
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
   * @throws RuntimeError in another run than the one that the session was made in
   */
  request(method: string, url: string | URL, options: RequestOptions = noOptions): Future<ClientResponse> {
    let target: Target | undefined;
    return suspend<ClientResponse>(
      (future) => {
        let request: HttpRequest;
        try {
          request = this.#defaults.request(method, url, options);
          target = request.target;
        } catch (error) {
          return future.setException(error);
        }
        return this.#switchboard.connect(this.#switchboard.begin(request, options.signal), future);
      },
      () => (target === undefined ? describe(method, url) : `${method} ${target.shown}`),
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
    const ongoing = this.#switchboard.begin(request, options.signal);
    try {
      return await consume(request, await this.#switchboard.head(ongoing), body);
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
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response> = (input, init) =>
    fetchThrough(this.#switchboard, this.#defaults, input, init);

  /**
   * Ends the session. From this call on new requests are refused; those that wait for a connection fail with
   * `SessionClosedError`; those in flight may go on for `grace`, then they fail too. Nothing is left open afterwards.
   */
  close(options: CloseOptions = {}): Future<void> {
    const grace = milliseconds(options.grace ?? 5000, "grace");
    this.#stopWatching();
    return this.#switchboard.close(grace);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
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
  // A relative one is shown without its query, which may hold secrets.
  return `${method} ${parsed === null ? (String(url).split("?", 1)[0] ?? "") : redactUrl(parsed)}`;
}
