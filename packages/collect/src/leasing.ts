import { now } from "baedal";

import type { AddOutcome, Frontier, Lease } from "./frontier.ts";
import { Lane } from "./schedule/lane.ts";
import type { PaceBook } from "./schedule/pace-book.ts";
import type { Schedule } from "./schedule/schedule.ts";

/** Hosts worked on at once, at most; the others wait on disk. */
const mostLanes = 1024;
/** New hosts taken at once: few enough that none is held long before its turn. */
const hostsAtOnce = 128;
/** Pages held in memory, in all and of one host. */
const mostPages = 8192;
const smallestWindow = 8;
const largestWindow = 128;

/** What leasing tells its owner. */
export interface LeasingListener {
  /** Something can go on. */
  changed(): void;
  failed(error: unknown): void;
}

/**
 * Keeps the schedule supplied: leases hosts and pages from the frontier ahead of their turns, and gives back the hosts
 * that have nothing left. What it holds is bounded, whatever the number of queued pages.
 */
export class Leasing {
  readonly #frontier: Frontier;
  readonly #schedule: Schedule;
  readonly #paces: PaceBook;
  readonly #listener: LeasingListener;
  /** Lanes whose host has more pages queued than are leased, and that soon need them. */
  readonly #hungry = new Set<Lane>();
  /** Leased lanes that have nothing left. */
  readonly #idle = new Set<Lane>();
  /** The frontier may have hosts that were not handed out. */
  #hostsWaiting = true;
  #busy = false;
  #outstanding = 0;

  constructor(frontier: Frontier, schedule: Schedule, paces: PaceBook, listener: LeasingListener) {
    this.#frontier = frontier;
    this.#schedule = schedule;
    this.#paces = paces;
    this.#listener = listener;
  }

  /** Nothing is queued that could still be leased, and every leased page is committed. */
  get exhausted(): boolean {
    return !this.#busy && !this.#hostsWaiting && this.#hungry.size === 0 && this.#outstanding === 0;
  }

  /** The lane of a host; made when a redirect is the first to lead there. */
  laneOf(host: string): Lane {
    const known = this.#schedule.lanes.get(host);
    if (known !== undefined) return known;
    const lane = new Lane(host, this.#paces.of(host), false);
    this.#schedule.add(lane);
    return lane;
  }

  /** To be called when pages were queued. */
  added({ queuedByHost }: AddOutcome): void {
    for (const [host, count] of queuedByHost) {
      const lane = this.#schedule.lanes.get(host);
      if (lane?.leased !== true) this.#hostsWaiting = true;
      else {
        lane.left += count;
        this.review(lane);
      }
    }
  }

  /** To be called when the completion of a page of this host is on disk. */
  committed(host: string): void {
    const lane = this.#schedule.lanes.get(host);
    this.#outstanding -= 1;
    if (lane === undefined) return;
    lane.outstanding -= 1;
    this.review(lane);
  }

  /** To be called when something was taken out of a lane. */
  review(lane: Lane): void {
    if (lane.leased && lane.left > 0 && !lane.leasing && lane.waiting < this.#window() / 2) this.#hungry.add(lane);
    if (!lane.idle) this.#idle.delete(lane);
    else if (lane.leased) this.#idle.add(lane);
    else this.#schedule.remove(lane);
  }

  /** Leases what is needed, if anything is, without waiting for it. */
  refill(): void {
    if (this.#busy) return;
    if (this.#idle.size > 0) void this.#guard(this.#giveBack());
    else if (this.#hungry.size > 0 || this.#wantsHosts()) void this.#guard(this.#lease());
  }

  #wantsHosts(): boolean {
    return this.#hostsWaiting && this.#schedule.lanes.size < mostLanes && this.#outstanding < mostPages;
  }

  async #guard(work: Promise<void>): Promise<void> {
    this.#busy = true;
    try {
      await work;
      this.#busy = false;
      this.#listener.changed();
    } catch (error) {
      this.#listener.failed(error);
    }
  }

  async #lease(): Promise<void> {
    const window = this.#window();
    const hungry = [...this.#hungry];
    this.#hungry.clear();
    for (const lane of hungry) lane.leasing = true;
    const newHosts = this.#wantsHosts() ? Math.min(hostsAtOnce, mostLanes - this.#schedule.lanes.size) : 0;
    // What is queued from here on is announced by `added`, and raises the flag again.
    if (newHosts > 0) this.#hostsWaiting = false;
    const more = hungry.map((lane) => ({ host: lane.host, count: Math.max(1, window - lane.waiting) }));
    const leases = await this.#frontier.lease({ newHosts, window, more });
    for (const lane of hungry) lane.leasing = false;
    for (const lease of leases) this.#take(lease);
    if (newHosts > 0 && leases.length - hungry.length >= newHosts) this.#hostsWaiting = true;
  }

  #take(lease: Lease): void {
    const lane = this.laneOf(lease.host);
    lane.take(lease);
    this.#outstanding += lease.pages.length;
    this.#schedule.update(lane, now());
    this.review(lane);
  }

  async #giveBack(): Promise<void> {
    const lanes = [...this.#idle];
    this.#idle.clear();
    // From here on they are strangers: what is queued for them meanwhile is announced as a host that waits.
    for (const lane of lanes) this.#schedule.remove(lane);
    await this.#frontier.release(lanes.map(({ host }) => ({ host, notBefore: 0 })));
  }

  /** Pages of one host held at most: many when there are few hosts, few when there are many. */
  #window(): number {
    const share = Math.floor(mostPages / Math.max(1, this.#schedule.lanes.size));
    return Math.max(smallestWindow, Math.min(largestWindow, share));
  }
}
