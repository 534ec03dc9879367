import type { Lease, LeasedPage } from "../frontier.ts";
import { Heap } from "../heap.ts";
import { newVisit, type Visit } from "../visit.ts";
import type { Pace } from "./pace.ts";

/** Everything that goes to one host: the pages leased for it, and the visits that retries and redirects bring. */
export class Lane {
  readonly host: string;
  readonly pace: Pace;
  /** A URL given by hand has this host. */
  start: boolean;
  /** Queued pages of the host that are not leased yet; only meaningful while `leased`. */
  left = 0;
  /** The frontier has handed this host to us. A redirect can lead to one that it has not. */
  leased = false;
  /** A request for more pages is under way. */
  leasing = false;
  inFlight = 0;
  /** The host is being asked for its robots.txt, and for nothing else. */
  held = false;
  /** Pages of this host that were leased and whose completion is not on disk yet, wherever they are at the moment. */
  outstanding = 0;
  /** When the schedule looks at this lane next; see `Schedule`. */
  scheduledAt: number = Infinity;
  #fresh: LeasedPage[] = [];
  /** Index of the first page of `#fresh` that is still there. */
  #head = 0;
  readonly #visits = new Heap<Visit>((a, b) => a.notBefore < b.notBefore);

  constructor(host: string, pace: Pace, start: boolean) {
    this.host = host;
    this.pace = pace;
    this.start = start;
  }

  /** Pages and visits that wait here. */
  get waiting(): number {
    return this.#fresh.length - this.#head + this.#visits.size;
  }

  /** Nothing is left to do for this host, as far as is known. */
  get idle(): boolean {
    return this.outstanding === 0 && this.waiting === 0 && this.inFlight === 0 && this.left <= 0 && !this.leasing;
  }

  /**
   * Everything of this host that is leased waits here, and nothing is lost but the count of attempts if it is leased anew
   * later: no page is under way, be it to another host or to the disk.
   */
  get atRest(): boolean {
    if (!this.leased || this.leasing || this.held || this.inFlight > 0) return false;
    return this.outstanding === this.waiting && this.#visits.every((visit) => visit.hops.length + visit.failures === 0);
  }

  take(lease: Lease): void {
    this.leased = true;
    this.start ||= lease.start;
    this.left = lease.left;
    this.outstanding += lease.pages.length;
    this.#fresh = this.#fresh.slice(this.#head).concat(lease.pages);
    this.#head = 0;
  }

  push(visit: Visit): void {
    this.#visits.push(visit);
  }

  /** The earliest time at which a request may begin; `Infinity` when something else must happen first. */
  readyAt(): number {
    if (this.held || this.inFlight >= this.pace.limit) return Infinity;
    if (this.#head < this.#fresh.length) return this.pace.readyAt;
    const visit = this.#visits.peek();
    return visit === undefined ? Infinity : Math.max(visit.notBefore, this.pace.readyAt);
  }

  /** The next visit whose time has come: those under way before new ones. */
  next(time: number): Visit | undefined {
    const visit = this.#visits.peek();
    if (visit !== undefined && visit.notBefore <= time) return this.#visits.pop();
    const page = this.#fresh[this.#head];
    if (page === undefined) return undefined;
    this.#head += 1;
    return newVisit(page);
  }

  /** Empties the lane and returns the visits that were under way. */
  drain(): Visit[] {
    const visits: Visit[] = [];
    for (let visit = this.#visits.pop(); visit !== undefined; visit = this.#visits.pop()) visits.push(visit);
    this.#fresh = [];
    this.#head = 0;
    return visits;
  }
}
