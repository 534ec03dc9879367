import { type ClientResponse, ClientSession } from "@baedal/http";

import type { FetchAnswer, Fetcher, FetchRequest } from "./fetcher.ts";
import type { Settings } from "./settings.ts";

type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** What every request says of itself; stored with each answer, so credentials have no place here. */
const standing: HeaderPairs = [["accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"]];

/** Fetches through one `ClientSession`. The session only sends: queueing, redirects and retries are the collector's. */
export class SessionFetcher implements Fetcher {
  readonly #session: ClientSession;
  readonly #headers: HeaderPairs;
  readonly #trustedHeaders: HeaderPairs;

  constructor(settings: Settings) {
    this.#headers = [["user-agent", settings.userAgent], ...standing];
    this.#trustedHeaders = settings.headers;
    this.#session = new ClientSession({ limit: settings.concurrency, keepAlive: 30_000 });
  }

  async fetch({ url, headers, trusted, timeout, maxBody }: FetchRequest): Promise<FetchAnswer> {
    const sent = [...this.#headers, ...headers];
    const response = await this.#session.get(url, {
      headers: Object.fromEntries(trusted ? [...sent, ...this.#trustedHeaders] : sent),
      timeout: { total: timeout },
      redirect: false,
      maxBodySize: maxBody,
    });
    return answerOf(response, await response.bytes(), [["host", new URL(url).host], ...sent]);
  }

  async stream(url: string, read: (body: AsyncIterable<Uint8Array>) => Promise<void>): Promise<number> {
    return this.#session.stream("GET", url, { headers: Object.fromEntries(this.#headers) }, async (response) => {
      if (response.status === 200) await read(response);
      return response.status;
    });
  }

  async close(): Promise<void> {
    await this.#session.close({ grace: 0 });
  }
}

function answerOf(response: ClientResponse, body: Uint8Array, requestHeaders: HeaderPairs): FetchAnswer {
  const { status, reason, httpVersion, rawHeaders, timings } = response;
  return {
    status,
    reason,
    version: httpVersion,
    headers: rawHeaders,
    requestHeaders,
    body,
    timings,
    text: () => response.text(),
  };
}
