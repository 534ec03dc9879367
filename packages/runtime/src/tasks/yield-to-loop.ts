import type { Future } from "../futures/future.ts";
import { CANCELLED, FULFILLED, PENDING } from "../futures/future-state.ts";
import { type Ready, ready } from "../scheduling/ready.ts";
import { BareWait, keepWaitShape, type WaitSource } from "../futures/wait.ts";

/** A wait for the next turn of the event loop. It has its place among what is ready, and goes on there once the loop has turned. */
class Yield<T> extends BareWait<T> implements Ready {
  readonly value: T;
  /** How often the loop had turned when it took its place. */
  #since = 0;

  constructor(value: T) {
    super();
    this.state = PENDING;
    this.settlement = undefined;
    this.retrieved = false;
    this.reactions = undefined;
    this.source = nextTurn;
    this.nextWait = undefined;
    this.previousWait = undefined;
    this.value = value;
  }

  /** Behind all that is ready now, before all that gets ready later. */
  takePlace(): void {
    this.#since = ready.loopTurns;
    ready.push(this);
  }

  /** As in asyncio, who waits for it is told in its place. */
  override cancel(message = ""): boolean {
    if (this.state !== PENDING) return false;
    this.state = CANCELLED;
    this.settlement = message;
    return true;
  }

  /** @internal */
  get isQuiet(): boolean {
    return true;
  }

  /** @internal */
  get keepsOrder(): boolean {
    return true;
  }

  /** @internal The first of those that took their places since then has the loop turn for all of them. */
  takeTurn(): object | undefined {
    if (this.#since === ready.loopTurns) {
      ready.pushFront(this);
      ready.turnLoop();
      return undefined;
    }
    // Explored: what it stands for may take longer. Who chooses may have cancelled it.
    const takesLonger = ready.pick?.(2) === 1;
    if (this.state === CANCELLED) return this.settleInTurn(CANCELLED, this.settlement);
    if (!takesLonger) return this.settleInTurn(FULFILLED, this.value);
    this.takePlace();
    return undefined;
  }
}

const nextTurn: WaitSource = {
  withdraw: () => {},
  describe: () => "sleep 0 ms",
};

/**
 * Resolves in the next turn of the event loop: after every task that is ready now, due timer and pending I/O had its chance, and
 * before what gets ready later. All that yield in one turn share one `setImmediate`.
 */
export function yieldToLoop<T>(value: T): Future<T> {
  const wait = new Yield(value);
  wait.takePlace();
  return wait;
}

keepWaitShape(new Yield<unknown>(undefined));
