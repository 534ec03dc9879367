import { FULFILLED, type Future, PENDING } from "../futures/future.ts";
import { ready } from "../scheduling/ready.ts";
import { outside } from "../process/outside.ts";
import { keepWaitShape, Wait, type WaitSource } from "../futures/wait.ts";

/** Waits for the next turn of the event loop, in order; a cancelled one is settled and passed over. */
let yielded: Yield<unknown>[] = [];

class Yield<T> extends Wait<T> {
  readonly value: T;

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
}

const nextTurn: WaitSource = {
  withdraw: () => {},
  describe: () => "sleep 0 ms",
};

/**
 * Resolves in the next turn of the event loop, after every ready task, due timer and pending I/O had its chance.
 * All that yield in one turn share one `setImmediate`.
 */
export function yieldToLoop<T>(value: T): Future<T> {
  const wait = new Yield(value);
  if (yielded.push(wait) === 1) outside(() => void setImmediate(wakeYielded));
  return wait;
}

function wakeYielded(): void {
  const waits = yielded.filter((wait) => !wait.done());
  yielded = [];
  let woken = 0;
  for (const wait of waits) {
    // While a scenario is explored, how many turns it takes is one of the choices; somebody always goes on.
    const last = woken === 0 && wait === waits.at(-1);
    if (!last && ready.pick?.(2) === 1) yielded.push(wait);
    else {
      wait.settle(FULFILLED, wait.value);
      woken++;
    }
  }
  if (yielded.length > 0) setImmediate(wakeYielded);
}

keepWaitShape(new Yield<unknown>(undefined));
