import { keepShape } from "../process/keep-shape.ts";
import type { Clock } from "./clock.ts";

/** Something that is due at a time. It knows its place in the heap, so that taking it out needs no search. */
export interface Timed {
  /** On the clock of the heap. */
  when: number;
  /** Breaks ties: of equal deadlines the one added first is first. */
  order: number;
  /** Index in the heap, -1 outside it. */
  place: number;
  /** False for one that need not keep the process open. @default true */
  readonly holds?: boolean;
  /** What waits for it, in words, where it is itself a wait. */
  readonly words?: string;
  /** Called once when due; the heap no longer holds it then. */
  fire(): void;
}

/** A deadline that calls a function; for those that are not themselves waits. */
export class Timer implements Timed {
  when: number;
  order = 0;
  place = -1;
  readonly fire: () => void;
  readonly holds: boolean;

  constructor(when: number, fire: () => void, holds = true) {
    this.when = when;
    this.fire = fire;
    this.holds = holds;
  }
}

/**
 * All deadlines of one run over the one alarm of its clock.
 *
 * Invariants: `entries` is a 4-ary min-heap by (when, order), `entries[i].place === i`; `armed` is the time the alarm is
 * set to, `Infinity` for none, and never later than the first entry.
 */
export class TimerHeap {
  readonly #clock: Clock;
  readonly #entries: Timed[] = [];
  #armed = Infinity;
  #order = 0;
  /** Entries that hold the process open. */
  #holding = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many deadlines wait. */
  get size(): number {
    return this.#entries.length;
  }

  add(timer: Timed): void {
    if (timer.when === Infinity) return;
    timer.order = ++this.#order;
    this.#entries.push(timer);
    this.#siftUp(timer, this.#entries.length - 1);
    const isFirstToHold = timer.holds !== false && ++this.#holding === 1;
    if (timer.when < this.#armed) this.#arm(timer.when);
    else if (isFirstToHold) this.#arm(this.#armed);
  }

  /** Takes it out before it is due; does nothing if it is not in. */
  remove(timer: Timed): void {
    const place = timer.place;
    if (place < 0) return;
    timer.place = -1;
    const last = this.#entries.pop();
    if (last !== undefined && last !== timer) this.#replace(last, place);
    const wasLastToHold = timer.holds !== false && --this.#holding === 0;
    // An alarm that rings for nothing costs less than setting it at each cancellation, but it must not hold the process.
    if (this.#entries.length === 0) this.#arm(Infinity);
    else if (wasLastToHold) this.#arm(this.#armed);
  }

  /** For waits that are entries themselves: one was cancelled. */
  withdraw(wait: object): void {
    this.remove(wait as Timed); // only entries name the heap as their source
  }

  /** What such a wait waits for. */
  describe(wait: object): string {
    return (wait as Timed).words ?? "a deadline"; // as above
  }

  /** Forgets all deadlines. */
  clear(): void {
    for (const timer of this.#entries.splice(0)) timer.place = -1;
    this.#holding = 0;
    this.#arm(Infinity);
  }

  #arm(when: number): void {
    this.#armed = when;
    this.#clock.setAlarm(when, this.#ring, this.#holding > 0);
  }

  readonly #ring = (): void => {
    this.#armed = Infinity;
    const now = this.#clock.now();
    const last = this.#order; // what is added while firing waits for the next alarm
    try {
      for (;;) {
        const first = this.#entries[0];
        if (first === undefined || first.when > now || first.order > last) break;
        this.remove(first);
        first.fire();
      }
    } finally {
      // Also where one throws after all: the others must not wait for ever.
      const next = this.#entries[0];
      if (next !== undefined && next.when < this.#armed) this.#arm(next.when);
    }
  };

  #replace(timer: Timed, place: number): void {
    this.#siftDown(timer, place);
    if (timer.place === place) this.#siftUp(timer, place);
  }

  #siftUp(timer: Timed, from: number): void {
    const entries = this.#entries;
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 2;
      const parent = entries[above] as Timed; // above < place < length
      if (!isBefore(timer, parent)) break;
      entries[place] = parent;
      parent.place = place;
      place = above;
    }
    entries[place] = timer;
    timer.place = place;
  }

  #siftDown(timer: Timed, from: number): void {
    const entries = this.#entries;
    const length = entries.length;
    let place = from;
    for (;;) {
      const firstChild = place * 4 + 1;
      if (firstChild >= length) break;
      let below = firstChild;
      const end = Math.min(firstChild + 4, length);
      for (let child = firstChild + 1; child < end; child++) {
        if (isBefore(entries[child] as Timed, entries[below] as Timed)) below = child; // both < length
      }
      const least = entries[below] as Timed;
      if (!isBefore(least, timer)) break;
      entries[place] = least;
      least.place = place;
      place = below;
    }
    entries[place] = timer;
    timer.place = place;
  }
}

function isBefore(a: Timed, b: Timed): boolean {
  return a.when < b.when || (a.when === b.when && a.order < b.order);
}

keepShape(new Timer(0, () => {}));
