import { CancelledError, now, sleep } from "baedal";

import type { FetchAnswer, Fetcher } from "../fetcher.ts";
import { type Attempt, headerOf, mayPass, statusText } from "../judge.ts";
import { hostOf, normalizeUrl } from "../normalize-url.ts";
import { type PageError, pageErrorOf } from "../page-error.ts";
import { resolveRedirect } from "../resolve-redirect.ts";
import { retryAfterOf } from "../retry-after.ts";
import type { PaceBook } from "../schedule/pace-book.ts";
import { robotToken } from "./robot-token.ts";
import { allowAll, mostRobotsBytes, parseRobots, type RobotsRules } from "./robots-rules.ts";
import { RobotsUnavailable } from "./robots-unavailable.ts";

/** RFC 9309, 2.3.1.2: five redirects at least. */
const mostRedirects = 5;
const mostOrigins = 20_000;
const pauseBetweenTries = 1000;
/** A host that a redirect leads to is waited for so long, in ms; it takes a place that others could use. */
const longestWait = 30_000;

/** How robots.txt files are fetched. */
export interface RobotsOptions {
  readonly fetcher: Fetcher;
  readonly userAgent: string;
  readonly timeout: number;
  /** Tries after the first when a server fails or does not answer. */
  readonly retries: number;
  /** Of a host that a redirect leads to; that of the origin itself is the caller's. */
  readonly paces: Pick<PaceBook, "of">;
}

/** The host is to be asked again, in `rest` ms if it said so. */
export interface RobotsRest {
  readonly rest: number | undefined;
}

/**
 * Nobody could say what the origin allows, so nothing of it is fetched (RFC 9309, 2.3.1.4); that is no answer either: its
 * URLs fail with this, and may be tried again.
 */
export interface RobotsFailure {
  readonly failure: PageError;
}

/** The robots.txt of each origin, fetched when it is first needed. */
export class RobotsBook {
  readonly #options: RobotsOptions;
  readonly #token: string;
  readonly #known = new Map<string, RobotsRules | RobotsFailure>();

  constructor(options: RobotsOptions) {
    this.#options = options;
    this.#token = robotToken(options.userAgent);
  }

  /** What the origin of a URL allows; `undefined` when it has not been asked yet. */
  rulesFor(url: string): RobotsRules | RobotsFailure | undefined {
    return this.#known.get(new URL(url).origin);
  }

  /**
   * Asks the origin of a URL, which is `trusted` as in `FetchRequest`. A 4xx allows everything; a server that fails
   * or does not answer is tried again, like pages; one that asks for a rest has not answered yet.
   */
  async ask(url: string, trusted: boolean): Promise<RobotsRules | RobotsFailure | RobotsRest> {
    const rules = await this.#fetchRules(`${new URL(url).origin}/robots.txt`, trusted);
    return "rest" in rules ? rules : this.#keep(url, rules);
  }

  /** The origin of a URL has asked for more rests than it gets. */
  giveUp(url: string, failure: PageError): RobotsFailure {
    return this.#keep(url, { failure });
  }

  #keep<T extends RobotsRules | RobotsFailure>(url: string, rules: T): T {
    if (this.#known.size >= mostOrigins) this.#known.clear();
    this.#known.set(new URL(url).origin, rules);
    return rules;
  }

  async #fetchRules(url: string, trusted: boolean): Promise<RobotsRules | RobotsFailure | RobotsRest> {
    for (let failures = 0; ; failures += 1) {
      const attempt = await this.#follow(url, trusted);
      if ("rest" in attempt) return attempt;
      if (attempt.answer !== undefined && attempt.answer.status < 500) return this.#read(attempt.answer);
      const isFinal = attempt.answer === undefined && !mayPass(attempt.error);
      if (isFinal || failures >= this.#options.retries) return { failure: failureOf(url, attempt) };
      await sleep(pauseBetweenTries * 2 ** failures * Math.random());
    }
  }

  #read(answer: FetchAnswer): RobotsRules {
    if (answer.status >= 300) return allowAll; // 4xx, or a redirect too many
    const text = Buffer.from(answer.body).toString("utf8");
    return parseRobots(text, this.#token);
  }

  async #follow(start: string, trusted: boolean): Promise<Attempt | RobotsRest> {
    let url = start;
    for (let redirects = 0; ; redirects += 1) {
      const rest = isSameHost(url, start) ? undefined : await this.#takeTurn(url);
      if (rest !== undefined) return rest;
      const attempt = await this.#get(url, trusted && isSameHost(url, start));
      const { answer } = attempt;
      const asked = answer === undefined ? undefined : restOf(answer);
      if (asked !== undefined) return asked;
      const location = answer !== undefined && answer.status < 400 ? headerOf(answer, "location") : undefined;
      if (answer === undefined || answer.status < 300 || location === undefined) return attempt;
      const target = resolveRedirect(location, url);
      if (redirects >= mostRedirects || typeof target !== "string") return attempt;
      url = target;
    }
  }

  /** Waits until the host of a URL may be asked, unless that is too long. */
  async #takeTurn(url: string): Promise<RobotsRest | undefined> {
    const pace = this.#options.paces.of(hostOf(normalizeUrl(url)));
    for (let wait = pace.readyAt - now(); wait > 0; wait = pace.readyAt - now()) {
      if (wait > longestWait) return { rest: wait };
      await sleep(wait);
    }
    pace.began(now());
    return undefined;
  }

  async #get(url: string, trusted: boolean): Promise<Attempt> {
    const { fetcher, timeout } = this.#options;
    try {
      // However long the file is, and whatever bodies pages may have.
      return { answer: await fetcher.fetchStart({ url, headers: [], trusted, timeout, maxBody: mostRobotsBytes }) };
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      return { error };
    }
  }
}

/** What the URLs of an origin fail with whose robots.txt, at `url`, could not be had. */
function failureOf(url: string, { answer, error }: Attempt): PageError {
  const host = hostOf(normalizeUrl(url));
  if (answer !== undefined) {
    const message = `robots.txt of ${host} could not be had, so nothing was fetched from it: the server answered ${statusText(answer)}`;
    return new RobotsUnavailable(message);
  }
  const { code, message } = pageErrorOf(error);
  return { code, message: `robots.txt of ${host} could not be had, so nothing was fetched from it: ${message}` };
}

/** What an answer asks for that is none. */
function restOf(answer: FetchAnswer): RobotsRest | undefined {
  const rest = retryAfterOf(headerOf(answer, "retry-after"), Date.now());
  return answer.status === 429 || (answer.status === 503 && rest !== undefined) ? { rest } : undefined;
}

function isSameHost(a: string, b: string): boolean {
  return new URL(a).host === new URL(b).host;
}
