import { readFile } from "node:fs/promises";
import { getCACertificates } from "node:tls";

import {
  type BodyBudget,
  ClientResponse,
  ClientSession,
  CookieJar,
  HttpError,
  type RequestOptions,
  type SessionOptions,
} from "@baedal/http";

import { OptionError } from "./errors.ts";
import { BrokenAnswer, type FetchAnswer, type Fetcher, type FetchRequest } from "./fetcher.ts";
import { loadCookies } from "./load-cookies.ts";
import type { Settings } from "./settings.ts";

type HeaderPairs = readonly (readonly [name: string, value: string])[];

interface FetcherParts {
  readonly cookies: CookieJar;
  readonly ca: readonly string[] | undefined;
  readonly bodyBudget: BodyBudget;
}

/** What every request says of itself; stored with each answer, so credentials have no place here. */
const standing: HeaderPairs = [["accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"]];

/** Each request for a page is an attempt in its record: none is sent that the collector does not know of. */
const counted: RequestOptions = { retry: { replay: false } };

/**
 * Fetches through `ClientSession`, which only sends: queueing, redirects and retries are the collector's.
 *
 * Hosts that a URL given by hand names are trusted: they get the credentials, the caller's headers and TLS options, and
 * may lie in a private network. All other hosts are asked through a second session that has none of this and, unless
 * told otherwise, refuses private addresses before it connects.
 */
export class SessionFetcher implements Fetcher {
  readonly #settings: Settings;
  readonly #headers: HeaderPairs;
  readonly #trusted: ClientSession;
  readonly #shared: SessionOptions;
  #stranger: ClientSession | undefined;

  private constructor(settings: Settings, parts: FetcherParts) {
    const { cookies, ca, bodyBudget } = parts;
    const { concurrency, proxy, http2, auth, insecure } = settings;
    this.#settings = settings;
    this.#headers = [["user-agent", settings.userAgent], ...standing];
    this.#shared = {
      limit: concurrency,
      keepAlive: 30_000,
      cookies,
      bodyBudget,
      ...(proxy === undefined ? {} : { proxy }),
    };
    this.#trusted = new ClientSession({
      ...this.#shared,
      http2,
      tls: { rejectUnauthorized: !insecure, ...(ca === undefined ? {} : { ca: [...ca] }) },
      ...(auth === undefined ? {} : { auth }),
    });
  }

  /** @throws OptionError a file that an option names cannot be read */
  static async open(settings: Settings, bodyBudget: BodyBudget): Promise<SessionFetcher> {
    const cookies = settings.cookies === undefined ? new CookieJar() : await loadCookies(settings.cookies);
    const ca = settings.ca === undefined ? undefined : await readCertificates(settings.ca);
    try {
      return new SessionFetcher(settings, { cookies, ca, bodyBudget });
    } catch (error) {
      // The other options of the session are made here.
      if (error instanceof TypeError && settings.proxy !== undefined) throw new OptionError("proxy", error.message);
      throw error;
    }
  }

  async fetch(request: FetchRequest): Promise<FetchAnswer> {
    const { url, trusted, maxBody } = request;
    const options = { ...this.#optionsOf(request), ...counted, maxBodySize: maxBody };
    try {
      const response = await this.#session(trusted).get(url, options);
      return answerOf(response, await response.bytes(), this.#shownHeaders(request));
    } catch (error) {
      const begun = error instanceof HttpError ? error.response : undefined;
      if (!(error instanceof HttpError) || !(begun instanceof ClientResponse)) throw error;
      const answer = answerOf(begun, new Uint8Array(), this.#shownHeaders(request));
      throw new BrokenAnswer({ ...answer, bodiless: true }, error);
    }
  }

  async fetchStart(request: FetchRequest): Promise<FetchAnswer> {
    const { url, trusted, maxBody } = request;
    return this.#session(trusted).stream("GET", url, this.#optionsOf(request), async (response) => {
      return answerOf(response, await beginningOf(response, maxBody), this.#shownHeaders(request));
    });
  }

  async stream(
    url: string,
    trusted: boolean,
    read: (body: AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<Pick<FetchAnswer, "status" | "headers">> {
    const headers = Object.fromEntries(this.#headers);
    return this.#session(trusted).stream("GET", url, { headers }, async (response) => {
      if (response.status === 200) await read(response);
      return { status: response.status, headers: response.rawHeaders };
    });
  }

  #optionsOf({ headers, trusted, timeout, fresh = false }: FetchRequest): RequestOptions {
    const own = trusted ? this.#settings.headers : [];
    return {
      headers: Object.fromEntries([...this.#headers, ...headers, ...own]),
      timeout: { total: timeout },
      redirect: false,
      freshConnection: fresh,
    };
  }

  /** What is kept of a request. */
  #shownHeaders({ url, headers }: FetchRequest): HeaderPairs {
    return [["host", new URL(url).host], ...this.#headers, ...headers];
  }

  async close(): Promise<void> {
    await this.#trusted.close({ grace: 0 });
    await this.#stranger?.close({ grace: 0 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #session(trusted: boolean): ClientSession {
    if (trusted) return this.#trusted;
    return (this.#stranger ??= new ClientSession({ ...this.#shared, guard: !this.#settings.allowPrivate }));
  }
}

/** What is given would replace the list of Node, so that list is given too. */
async function readCertificates(path: string): Promise<readonly string[]> {
  try {
    return [...getCACertificates("default"), await readFile(path, "utf8")];
  } catch (cause) {
    throw new OptionError("ca", `Cannot read the certificates in ${path}: ${(cause as Error).message}`);
  }
}

async function beginningOf(body: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let read = 0;
  for await (const piece of body) {
    pieces.push(piece);
    read += piece.length;
    if (read >= length) break;
  }
  return Buffer.concat(pieces, Math.min(read, length));
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
