import { CancelledError, now } from "baedal";

import { hostOf } from "../normalize-url.ts";
import type { PageError } from "../page-error.ts";
import { rateLimited } from "../rate-limited.ts";
import type { Lane } from "../schedule/lane.ts";
import type { Visit } from "../visit.ts";
import type { RobotsBook, RobotsRest } from "./robots-book.ts";

/** Longest Crawl-delay that is heeded, in ms: a host must not be able to stop a run for a day. */
const longestCrawlDelay = 30_000;

/** What a gate works with. */
export interface RobotsGateParts {
  readonly robots: RobotsBook;
  /** A longer rest is not waited out, in ms. */
  readonly longestRest: number;
  /** The visit takes its turn again. */
  readonly enqueue: (visit: Visit) => void;
  /** The run is stopped: the visit goes back to the queue. */
  readonly giveBack: (visit: Visit) => void;
}

/** Every request passes here first, if robots.txt is heeded. */
export class RobotsGate {
  readonly #parts: RobotsGateParts;

  constructor(parts: RobotsGateParts) {
    this.#parts = parts;
  }

  /**
   * What the robots.txt of its origin says to a URL; `"unknown"` as long as it was not asked for. A URL that is not to be
   * fetched fails with the error.
   */
  verdictOn(url: string): "allowed" | "unknown" | PageError {
    const rules = this.#parts.robots.rulesFor(url);
    if (rules === undefined) return "unknown";
    if ("failure" in rules) return rules.failure;
    if (rules.allows(pathOf(url))) return "allowed";
    return { code: "ERR_BAEDAL_ROBOTS", message: `robots.txt of ${hostOf(url)} forbids ${url}` };
  }

  /** Asks for the robots.txt of a visit's next URL. Nothing else is asked of the host meanwhile: its lane is held. */
  async ask(lane: Lane, visit: Visit): Promise<void> {
    const { robots, enqueue, giveBack } = this.#parts;
    try {
      const began = now();
      lane.pace.began(began);
      const answer = await robots.ask(visit.url, lane.start);
      if ("rest" in answer) this.#rest(lane, visit, began, answer);
      const crawlDelay = "allows" in answer ? answer.crawlDelay : undefined;
      if (crawlDelay !== undefined) lane.pace.requireInterval(Math.min(crawlDelay, longestCrawlDelay));
      lane.pace.began(now());
      enqueue(visit);
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      giveBack(visit);
    } finally {
      lane.held = false;
    }
  }

  /** The visit asks again after the rest; a host that asks for too many is taken for one that does not answer. */
  #rest(lane: Lane, visit: Visit, began: number, { rest }: RobotsRest): void {
    const { robots, longestRest } = this.#parts;
    if ((rest ?? 0) <= longestRest && lane.pace.rest(began, now(), rest)) return;
    robots.giveUp(visit.url, rateLimited(`${hostOf(visit.url)} did not give its robots.txt`, rest, longestRest));
  }
}

/** Path and query of a normalised URL. */
function pathOf(url: string): string {
  return url.slice(url.indexOf("/", url.indexOf("//") + 2));
}
