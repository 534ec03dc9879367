import type { Future } from "../futures/future.ts";
import { CANCELLED, FULFILLED, PENDING } from "../futures/future-state.ts";
import { type Ready, ready } from "../scheduling/ready.ts";
import { outside } from "../process/outside.ts";
import { BareWait, keepWaitShape, type WaitSource } from "../futures/wait.ts";

/** A wait for the next turn of the event loop. It has its place among what is ready, and goes on there once the loop has turned. */
class Yield<T> extends BareWait<T> implements Ready {
  readonly value: T;
  /** How often the loop had turned when it took its place; undefined without a place. */
  #since: number | undefined = undefined;

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
    if (this.#since === undefined) return super.cancel(message);
    this.state = CANCELLED;
    this.settlement = message;
    return true;
  }

  /** @internal */
  get isQuiet(): boolean {
    return true;
  }

  /** @internal The first of those that took their places since then has the loop turn for all of them. */
  takeTurn(): object | undefined {
    if (this.#since !== ready.loopTurns) {
      if (this.state === CANCELLED) return this.settleInTurn(CANCELLED, this.settlement);
      return this.settleInTurn(FULFILLED, this.value);
    }
    ready.pushFront(this);
    ready.turnLoop();
    return undefined;
  }

  goOn(): void {
    if (this.state === CANCELLED) this.settle(CANCELLED, this.settlement);
    else this.settle(FULFILLED, this.value);
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
  if (ready.pick === undefined) wait.takePlace();
  else explored(wait);
  return wait;
}

/** While a scenario is explored they wait here, so that whatever is ready goes first; a cancelled one is passed over. */
let yielded: Yield<unknown>[] = [];

function explored(wait: Yield<unknown>): void {
  if (yielded.push(wait) === 1) outside(() => void setImmediate(wakeYielded));
}

/** How many turns each takes is one of the choices; somebody always goes on. */
function wakeYielded(): void {
  const waits = yielded.filter((wait) => !wait.done());
  yielded = [];
  let woken = 0;
  for (const wait of waits) {
    const last = woken === 0 && wait === waits.at(-1);
    if (!last && ready.pick?.(2) === 1) yielded.push(wait);
    else {
      wait.goOn();
      woken++;
    }
  }
  if (yielded.length > 0) setImmediate(wakeYielded);
}

keepWaitShape(new Yield<unknown>(undefined));
