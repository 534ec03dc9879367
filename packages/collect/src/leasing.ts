import { now } from "baedal";

import { epoch } from "./epoch.ts";
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
/** A host that must be left alone for longer than this, in ms, gives its place to one that waits on disk. */
const longestIdleRest = 5000;
/** Ms between two looks for such hosts: all lanes are looked at. */
const pauseBetweenLooks = 250;
const smallestWindow = 8;
const largestWindow = 128;

/** What leasing tells its owner. */
export interface LeasingListener {
  /** Something can go on. */
  changed(): void;
  failed(error: unknown): void;
}

/** What leasing works with. */
export interface LeasingParts {
  readonly frontier: Frontier;
  readonly schedule: Schedule;
  readonly paces: PaceBook;
  /** In ms; a stored time that lies further in the future comes from a clock that was set back. */
  readonly longestRest: number;
  readonly listener: LeasingListener;
}

/**
 * Keeps the schedule supplied: leases hosts and pages from the frontier ahead of their turns, and gives back the hosts
 * that have nothing left. What it holds is bounded, whatever the number of queued pages.
 */
export class Leasing {
  readonly #frontier: Frontier;
  readonly #schedule: Schedule;
  readonly #paces: PaceBook;
  readonly #longestRest: number;
  readonly #listener: LeasingListener;
  /** Lanes whose host has more pages queued than are leased, and that soon need them. */
  readonly #hungry = new Set<Lane>();
  /** Leased lanes that have nothing left. */
  readonly #idle = new Set<Lane>();
  /** The frontier may have hosts that were not handed out. */
  #hostsWaiting = true;
  #busy = false;
  #outstanding = 0;
  /** The hosts that were not handed out may be asked no earlier than this, as far as is known. */
  #othersReadyAt = 0;
  /** When to look again for hosts that keep a place for nothing. */
  #nextLook = 0;

  constructor({ frontier, schedule, paces, longestRest, listener }: LeasingParts) {
    this.#frontier = frontier;
    this.#schedule = schedule;
    this.#paces = paces;
    this.#longestRest = longestRest;
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
      if (lane?.leased !== true) {
        this.#hostsWaiting = true;
        this.#othersReadyAt = 0;
      } else {
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
    const leaving = this.#idle.size > 0 ? [...this.#idle] : this.#atRest();
    if (leaving.length > 0) void this.#guard(this.#giveBack(leaving));
    else if (this.#hungry.size > 0 || this.#wantsHosts()) void this.#guard(this.#lease());
  }

  /** At the end of a run: hosts that asked for a rest are left alone by the next one too. */
  async keepRests(): Promise<void> {
    const time = now();
    const resting = [...this.#schedule.lanes.values()].filter(({ leased, pace }) => leased && pace.restUntil > time);
    await this.#frontier.release(
      resting.map(({ host, pace }) => ({ host, notBefore: wallTime(pace.restUntil, time) })),
    );
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
    const last = leases.at(-1);
    if (newHosts === 0 || last === undefined || leases.length - hungry.length < newHosts) return;
    this.#hostsWaiting = true;
    // They come in the order of their times: those that were not handed out are to be asked still later.
    this.#othersReadyAt = now() + last.notBefore - epoch();
  }

  #take(lease: Lease): void {
    const lane = this.laneOf(lease.host);
    lane.take(lease);
    const rest = Math.min(lease.notBefore - epoch(), this.#longestRest);
    if (rest > 0) lane.pace.waitUntil(now() + rest);
    this.#outstanding += lease.pages.length;
    this.#schedule.update(lane, now());
    this.review(lane);
  }

  async #giveBack(lanes: readonly Lane[]): Promise<void> {
    const time = now();
    const returns = lanes.map((lane) => {
      const { host, pace } = lane;
      // From here on they are strangers: what is queued for them meanwhile is announced as a host that waits.
      this.#schedule.remove(lane);
      this.#idle.delete(lane);
      this.#hungry.delete(lane);
      this.#outstanding -= lane.outstanding;
      const attempts = lane.drain().map((visit) => ({ id: visit.page.id, attempts: visit.attempts }));
      return { host, notBefore: wallTime(pace.readyAt, time), attempts };
    });
    await this.#frontier.release(returns);
  }

  /** Hosts that keep others waiting and are not to be asked for a while, those first that must wait longest. */
  #atRest(): Lane[] {
    const time = now();
    if (!this.#hostsWaiting || this.#schedule.lanes.size < mostLanes || time < this.#nextLook) return [];
    this.#nextLook = time + pauseBetweenLooks;
    const earliest = Math.max(time + longestIdleRest, this.#othersReadyAt);
    return [...this.#schedule.lanes.values()]
      .filter((lane) => lane.pace.readyAt > earliest && lane.atRest)
      .toSorted((a, b) => b.pace.readyAt - a.pace.readyAt)
      .slice(0, hostsAtOnce);
  }

  /** Pages of one host held at most: many when there are few hosts, few when there are many. */
  #window(): number {
    const share = Math.floor(mostPages / Math.max(1, this.#schedule.lanes.size));
    return Math.max(smallestWindow, Math.min(largestWindow, share));
  }
}

/** A time on the clock of `now()`, at which it is `time`, in whole ms since 1970; 0 when it has come. */
function wallTime(at: number, time: number): number {
  return at <= time ? 0 : Math.ceil(epoch() + at - time);
}
