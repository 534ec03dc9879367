import { registry } from "../process/registry.ts";
import { outside } from "../process/outside.ts";

/** Something woken: its turn comes in the order of waking. */
export interface Ready {
  /**
   * Whether its turn runs no code of users and does not ask for its context: resuming a task, counting, handing on. Such a
   * turn is taken wherever the one before is over; the others get a microtask.
   */
  readonly isQuiet: boolean;
  /** Whether its turn comes only once all that were ready before have had theirs, also while other orders are explored. */
  readonly keepsOrder?: boolean;
  /**
   * Never throws.
   *
   * @returns the task that it resumes; the next turn waits until that has come to its next wait
   */
  takeTurn(): object | undefined | void;
}

/** Chooses one of the `count` entries that may go next, 0 being the first; for exploring other schedules than FIFO. */
export type Pick = (count: number) => number;

const resolved: Promise<void> = Promise.resolve();

// That of load time: a test that replaces the timers must not stop the tasks.
const nextTick = process.nextTick.bind(process);
const nextImmediate = setImmediate;

/**
 * The one loop that wakes: whatever is ready to go on goes through here, first come, first served: new tasks, awaits of
 * settled futures, callbacks.
 *
 * One at a time: a task that is resumed comes to its next wait before the next entry has its turn, as in asyncio, where
 * a step runs until the task waits. JavaScript gives no such guarantee: every `await` inside is a microtask in which
 * others may run. So the next turn is taken where the resumed task parks or ends, without a microtask in between. A task
 * that waits for a foreign promise never parks: then the microtasks run out, and the next turn comes at that moment.
 *
 *     push ──► (a microtask) ──► turn: resumes a task ──► it parks or ends ──► turn ──► …
 *                                                     └─► microtasks run out ──┘
 *
 * Invariant: while entries wait, either a microtask for their turn is due, or a task is held and a tick is due.
 */
class ReadyQueue {
  /** A ring of a power of two: nothing is allocated while it is large enough. */
  #ring: (Ready | undefined)[] = new Array<undefined>(256).fill(undefined);
  /** Entries ever taken and ever pushed; the place of an entry is its number modulo the size of the ring. */
  #taken = 0;
  #pushed = 0;
  /** The task that was resumed last, until it parks or ends. */
  #held: object | undefined;
  /** Turns are being taken; what is pushed meanwhile has its turn after them. */
  #isTurning = false;
  #isMicrotaskDue = false;
  #isTickDue = false;
  /** Nothing has its turn until the event loop has turned. */
  #isPaused = false;
  /** How often it did on demand. */
  #loopTurns = 0;
  /** Replaces FIFO while a scenario is explored. */
  pick: Pick | undefined;

  /** Entries that had their turn so far; who compares it over time learns whether anything ran. */
  get turns(): number {
    return this.#taken;
  }

  /** How often the event loop has turned because an entry asked for it. */
  get loopTurns(): number {
    return this.#loopTurns;
  }

  /** Entries waiting for their turn. */
  get size(): number {
    return this.#pushed - this.#taken;
  }

  push(entry: Ready): void {
    if (this.#pushed - this.#taken === this.#ring.length) this.#grow();
    this.#ring[this.#pushed++ & (this.#ring.length - 1)] = entry;
    if (this.#held !== undefined) this.#askForTick();
    else if (!this.#isTurning) this.#askForMicrotask();
  }

  /** The entry that has its turn wants the next one too, before all who wait. */
  pushFront(entry: Ready): void {
    this.#ring[--this.#taken & (this.#ring.length - 1)] = entry; // its own place is free again
  }

  /**
   * For an entry that has its turn on behalf of somebody who waits: who is woken by `act` goes on in this very place, before
   * all others. In asyncio the wake-up is that of the task itself.
   */
  relay(act: () => void): void {
    const before = this.size;
    act();
    for (let woken = this.size - before; woken > 0; woken--) {
      const place = --this.#pushed & (this.#ring.length - 1);
      const entry = this.#ring[place] as Ready; // pushed by act
      this.#ring[place] = undefined;
      this.pushFront(entry);
    }
  }

  /** Timers and I/O come next, and then the entries go on where they are: one round of asyncio's loop is over. */
  turnLoop(): void {
    this.#isPaused = true;
    outside(this.#queueImmediate);
  }

  readonly #queueImmediate = (): void => void nextImmediate(this.#resume);

  readonly #resume = (): void => {
    this.#isPaused = false;
    this.#loopTurns++;
    // Not here: after an immediate Node runs ticks before microtasks, and a tick would take who is resumed for one that waits.
    if (this.#held === undefined) this.#askForMicrotask();
  };

  /** A task has parked or ended: if it is the one that was resumed, the next has its turn. */
  rest(task: object): void {
    if (this.#held !== task) return;
    this.#held = undefined;
    this.#takeTurns(true);
  }

  readonly #takeAllTurns = (): void => {
    this.#isMicrotaskDue = false;
    this.#takeTurns(false);
  };

  /** Until a task is resumed: that has microtasks of its own to go on in. A callback is over when it returns. */
  #takeTurns(quietOnes: boolean): void {
    this.#isTurning = true;
    try {
      while (this.#held === undefined && !this.#isPaused && this.#taken !== this.#pushed) {
        if (quietOnes && !this.#nextIsQuiet()) break;
        this.#hold(this.#take().takeTurn());
      }
    } finally {
      // Also where one throws after all, such as a subscriber to the trace: the others must not wait for ever.
      this.#isTurning = false;
      if (this.#held === undefined && this.#taken !== this.#pushed) this.#askForMicrotask();
    }
  }

  #nextIsQuiet(): boolean {
    return this.#ring[this.#taken & (this.#ring.length - 1)]?.isQuiet === true && this.pick === undefined;
  }

  /** The microtasks have run out, and the task that is held waits for something foreign. */
  readonly #release = (): void => {
    this.#isTickDue = false;
    if (this.#held === undefined) return;
    this.#held = undefined;
    // Not here: between ticks no microtask runs, and the next tick would take who is resumed for one that waits too.
    if (this.#taken !== this.#pushed) this.#askForMicrotask();
  };

  #hold(task: object | undefined | void): void {
    if (task === undefined) return;
    this.#held = task;
    if (this.#taken !== this.#pushed) this.#askForTick();
  }

  /** In no task's context: what has its turn belongs to others than who asked. */
  #askForMicrotask(): void {
    if (this.#isMicrotaskDue || this.#isPaused) return;
    this.#isMicrotaskDue = true;
    outside(this.#queueMicrotask);
  }

  readonly #queueMicrotask = (): void => void resolved.then(this.#takeAllTurns);

  #askForTick(): void {
    if (this.#isTickDue) return;
    this.#isTickDue = true;
    outside(this.#queueTick);
  }

  readonly #queueTick = (): void => nextTick(this.#release);

  #take(): Ready {
    if (this.pick !== undefined) this.#choose(this.pick);
    const place = this.#taken++ & (this.#ring.length - 1);
    const entry = this.#ring[place] as Ready; // taken < pushed, and only taken places are cleared
    this.#ring[place] = undefined;
    return entry;
  }

  /** One of those that may go now is chosen and goes first; the others keep their order. */
  #choose(pick: Pick): void {
    const mask = this.#ring.length - 1;
    const places = [this.#taken];
    for (let place = this.#taken + 1; place < this.#pushed; place++) {
      if (this.#ring[place & mask]?.keepsOrder !== true) places.push(place);
    }
    const chosen = places[pick(places.length)] as number; // one of them
    const entry = this.#ring[chosen & mask];
    for (let place = chosen; place > this.#taken; place--) this.#ring[place & mask] = this.#ring[(place - 1) & mask];
    this.#ring[this.#taken & mask] = entry;
  }

  #grow(): void {
    const before = this.#ring;
    const { length } = before;
    const ring = new Array<Ready | undefined>(length * 2).fill(undefined);
    for (let index = 0; index < length; index++) ring[index] = before[(this.#taken + index) & (length - 1)];
    this.#ring = ring;
    this.#pushed = length; // it was full
    this.#taken = 0;
  }
}

/** The wake-up queue of the process. */
export const ready: ReadyQueue = (registry.ready ??= new ReadyQueue()) as ReadyQueue;
