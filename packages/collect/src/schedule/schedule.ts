import { Heap } from "../heap.ts";
import type { Visit } from "../visit.ts";
import type { Lane } from "./lane.ts";

interface Appointment {
  readonly lane: Lane;
  readonly at: number;
}

/** A visit whose request may begin now. */
export interface Turn {
  readonly lane: Lane;
  readonly visit: Visit;
}

/** A host that never answers holds this many places for a whole timeout; of 64 that is 3 %. */
const unprovenShare = 2;

/**
 * Decides whose turn it is. Hosts are scheduled, not URLs: the lanes that may be asked now stand in a ring and take
 * turns, the others wait in a heap for their time, so a slow or resting host costs the others nothing.
 */
export class Schedule {
  readonly #concurrency: number;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes that may be asked now, in the order of their turns. */
  readonly #ring = new Set<Lane>();
  /** The others that have a time. Entries whose time is not their lane's `scheduledAt` any more are void. */
  readonly #later = new Heap<Appointment>((a, b) => a.at < b.at);
  #inFlight = 0;

  /** @param concurrency - requests in flight in all */
  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get lanes(): ReadonlyMap<string, Lane> {
    return this.#lanes;
  }

  add(lane: Lane): void {
    this.#lanes.set(lane.host, lane);
  }

  remove(lane: Lane): void {
    this.#lanes.delete(lane.host);
    this.#ring.delete(lane);
    lane.scheduledAt = Infinity;
  }

  /** To be called whenever something about a lane has changed. */
  update(lane: Lane, time: number): void {
    const at = lane.readyAt();
    if (at <= time) {
      lane.scheduledAt = Infinity;
      this.#ring.add(lane);
      return;
    }
    this.#ring.delete(lane);
    if (at === lane.scheduledAt) return;
    lane.scheduledAt = at;
    if (at !== Infinity) this.#later.push({ lane, at });
  }

  /**
   * Takes the next turn, if there is a free place and a lane for it. Each is to be ended with `finished`; one that sends
   * a request tells the lane's pace, and calls `update`.
   */
  next(time: number): Turn | undefined {
    this.#promote(time);
    if (this.#inFlight >= this.#concurrency) return undefined;
    const lane = this.#pick();
    const visit = lane?.next(time);
    if (lane === undefined || visit === undefined) return undefined;
    this.#inFlight += 1;
    lane.inFlight += 1;
    this.#ring.delete(lane); // `update` puts it at the end again
    this.update(lane, time);
    return { lane, visit };
  }

  finished(lane: Lane, time: number): void {
    this.#inFlight -= 1;
    lane.inFlight -= 1;
    this.update(lane, time);
  }

  /** When the next lane's time comes; `Infinity` when none waits for a time. */
  nextTime(): number {
    this.#dropVoid();
    return this.#later.peek()?.at ?? Infinity;
  }

  /**
   * The first in the ring, but one that has half of all places lets the others go first, and before that one whose host
   * does not answer, or has not yet, and that has a few.
   */
  #pick(): Lane | undefined {
    const half = Math.max(1, Math.floor(this.#concurrency / 2));
    let unproven: Lane | undefined;
    let crowded: Lane | undefined;
    for (const lane of this.#ring) {
      if (lane.inFlight >= half) crowded ??= lane;
      else if (lane.pace.proven || lane.inFlight < unprovenShare) return lane;
      else unproven ??= lane;
    }
    // Nobody else is ready: with these left out the places would stay empty.
    return unproven ?? crowded;
  }

  #promote(time: number): void {
    for (let first = this.#later.peek(); first !== undefined && first.at <= time; first = this.#later.peek()) {
      this.#later.pop();
      if (first.lane.scheduledAt === first.at) this.update(first.lane, time);
    }
  }

  #dropVoid(): void {
    for (let first = this.#later.peek(); first !== undefined; first = this.#later.peek()) {
      if (first.lane.scheduledAt === first.at) return;
      this.#later.pop();
    }
  }
}
