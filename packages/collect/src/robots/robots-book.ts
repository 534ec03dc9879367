import { CancelledError, sleep } from "baedal";

import type { FetchAnswer, Fetcher } from "../fetcher.ts";
import { headerOf } from "../judge.ts";
import { resolveRedirect } from "../resolve-redirect.ts";
import { allowAll, allowNone, mostRobotsBytes, parseRobots, type RobotsRules } from "./robots-rules.ts";

/** RFC 9309, 2.3.1.2: five redirects at least. */
const mostRedirects = 5;
const mostOrigins = 20_000;
const pauseBetweenTries = 1000;

/** How robots.txt files are fetched. */
export interface RobotsOptions {
  readonly fetcher: Fetcher;
  readonly userAgent: string;
  readonly timeout: number;
  readonly maxBody: number;
  /** Tries after the first when a server fails or does not answer. */
  readonly retries: number;
}

/** The robots.txt of each origin, fetched when it is first needed. */
export class RobotsBook {
  readonly #options: RobotsOptions;
  readonly #token: string;
  readonly #rules = new Map<string, RobotsRules>();

  constructor(options: RobotsOptions) {
    this.#options = options;
    this.#token = /^[a-z_-]+/i.exec(options.userAgent)?.[0] ?? "baedal";
  }

  /** What the origin of a URL allows; `undefined` when it has not been asked yet. */
  rulesFor(url: string): RobotsRules | undefined {
    return this.#rules.get(new URL(url).origin);
  }

  /** Asks the origin of a URL, which is `trusted` as in `FetchRequest`. A 4xx allows everything, a server that fails or does not answer nothing. */
  async ask(url: string, trusted: boolean): Promise<RobotsRules> {
    const { origin } = new URL(url);
    const rules = await this.#fetchRules(`${origin}/robots.txt`, trusted);
    if (this.#rules.size >= mostOrigins) this.#rules.clear();
    this.#rules.set(origin, rules);
    return rules;
  }

  async #fetchRules(url: string, trusted: boolean): Promise<RobotsRules> {
    for (let failures = 0; ; failures += 1) {
      const answer = await this.#follow(url, trusted);
      if (answer !== undefined && answer.status < 500) return this.#read(answer);
      if (failures >= this.#options.retries) return allowNone;
      await sleep(pauseBetweenTries * 2 ** failures * Math.random());
    }
  }

  #read(answer: FetchAnswer): RobotsRules {
    if (answer.status >= 300) return allowAll; // 4xx, or a redirect too many
    const text = Buffer.from(answer.body.subarray(0, mostRobotsBytes)).toString("utf8");
    return parseRobots(text, this.#token);
  }

  async #follow(start: string, trusted: boolean): Promise<FetchAnswer | undefined> {
    let url = start;
    for (let redirects = 0; ; redirects += 1) {
      const answer = await this.#get(url, trusted && isSameHost(url, start));
      const location = answer !== undefined && answer.status < 400 ? headerOf(answer, "location") : undefined;
      if (answer === undefined || answer.status < 300 || location === undefined) return answer;
      const target = resolveRedirect(location, url);
      if (redirects >= mostRedirects || typeof target !== "string") return answer;
      url = target;
    }
  }

  async #get(url: string, trusted: boolean): Promise<FetchAnswer | undefined> {
    const { fetcher, timeout, maxBody } = this.#options;
    try {
      return await fetcher.fetch({ url, headers: [], trusted, timeout, maxBody });
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      return undefined;
    }
  }
}

function isSameHost(a: string, b: string): boolean {
  return new URL(a).host === new URL(b).host;
}
