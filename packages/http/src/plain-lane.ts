import type { ClientResponse } from "./client-response.ts";
import type { CookieJar } from "./cookies/cookie-jar.ts";
import type { HttpRequest, Send } from "./http-request.ts";
import { staleness } from "./lost-connection.ts";
import type { Ongoing, Receiver } from "./ongoing.ts";
import { keepCookies, withCookies } from "./policy/cookies.ts";
import type { Pool } from "./pool/pool.ts";
import { isRedirect } from "./redirect-status.ts";
import { Transfer } from "./transfer.ts";

/** What the plain lane of a session needs of it. */
export interface LaneSettings {
  readonly pool: Pool;
  readonly jar: CookieJar | undefined;
  /** All policies, for what turns out not to be plain. */
  readonly send: Send;
}

/** Whether no policy has anything to do with the request before its answer. */
export function isPlain({ settings, auth }: HttpRequest): boolean {
  return settings.retry.attempts <= 1 && !settings.raiseForStatus && !settings.streamed && auth === undefined;
}

/**
 * The way of most requests: sent at once, and the answer handed out at once. The policies would pass both on unchanged,
 * each by a promise or two, which together cost a sixth of the whole request. When an answer is for them after all (a
 * redirect, a stale connection) they run as ever, with that answer as what came of the first sending.
 */
export class PlainLane implements Receiver {
  readonly #ongoing: Ongoing;
  readonly #settings: LaneSettings;

  constructor(ongoing: Ongoing, settings: LaneSettings) {
    this.#ongoing = ongoing;
    this.#settings = settings;
  }

  start(): void {
    const { request } = this.#ongoing;
    const { headers } = request;
    if (this.#settings.jar !== undefined) withCookies(this.#settings.jar, request);
    new Transfer(request, this.#settings.pool, this).start();
    // The transfer has what it sends; the next hop may be another site.
    request.headers = headers;
  }

  received(response: ClientResponse): void {
    const { request } = this.#ongoing;
    if (isRedirect(response.status) && request.settings.maxRedirects >= 0) return this.#goOn(Promise.resolve(response));
    if (this.#settings.jar !== undefined) keepCookies(this.#settings.jar, request, response);
    this.#ongoing.received(response);
  }

  failed(error: unknown): void {
    if (staleness(error) === undefined) this.#ongoing.failed(error);
    else this.#goOn(failedWith(error));
  }

  #goOn(first: Promise<ClientResponse>): void {
    const { request } = this.#ongoing;
    request.first = first;
    this.#settings.send(request).then(
      (response) => this.#ongoing.received(response),
      (error: unknown) => this.#ongoing.failed(error),
    );
  }
}

async function failedWith(error: unknown): Promise<never> {
  throw error;
}
