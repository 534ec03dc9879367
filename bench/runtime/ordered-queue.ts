import { AsyncLocalStorage } from "node:async_hooks";

/** A task, as far as its waits need it. */
interface Scope {
  /** The wait that a cancellation would reach. */
  parked: Wait | undefined;
}

const scopes = new AsyncLocalStorage<Scope>();

type Turn = () => Scope | undefined;

/** Turns that are due: the next is taken where the task that was resumed waits again. */
const turns: (Turn | undefined)[] = new Array<Turn | undefined>(256).fill(undefined);
let taken = 0;
let pushed = 0;
let held: Scope | undefined;
let isTurning = false;

function push(turn: Turn): void {
  turns[pushed++ & 255] = turn;
  if (held === undefined && !isTurning) void Promise.resolve().then(takeTurns);
}

function takeTurns(): void {
  isTurning = true;
  while (held === undefined && taken !== pushed) {
    const place = taken++ & 255;
    const turn = turns[place];
    turns[place] = undefined;
    held = turn?.();
  }
  isTurning = false;
}

/** A thenable that parks its task, and is in the line of those who wait. */
class Wait implements PromiseLike<unknown> {
  readonly item: unknown;
  next: Wait | undefined = undefined;
  isDone: boolean;
  #settlement: unknown = undefined;
  #scope: Scope | undefined = undefined;
  #resume: ((value: never) => unknown) | undefined = undefined;
  /** Where a cancellation would throw. */
  reject: ((error: unknown) => unknown) | undefined = undefined;

  constructor(item: unknown, isDone: boolean) {
    this.item = item;
    this.isDone = isDone;
  }

  then<A, B>(
    resume?: ((value: unknown) => A | PromiseLike<A>) | null,
    reject?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    if (this.isDone) void resume?.(this.item);
    else {
      this.#resume = resume ?? undefined;
      this.reject = reject ?? undefined;
      this.#park(scopes.getStore());
    }
    return this as unknown as PromiseLike<A | B>; // `await` does not look at it
  }

  #park(scope: Scope | undefined): void {
    this.#scope = scope;
    if (scope === undefined) return;
    scope.parked = this;
    if (held !== scope) return;
    held = undefined;
    takeTurns();
  }

  /** In the turn of who waits: it goes on. */
  settle(value: unknown): Scope | undefined {
    this.isDone = true;
    this.#settlement = value;
    const scope = this.#scope;
    if (scope !== undefined) scope.parked = undefined;
    this.reject = undefined;
    void this.#resume?.(this.#settlement as never);
    return scope;
  }
}

/** Those who wait for the same; each time that one is woken is a turn of its own, in its place among all. */
class Line {
  readonly #serve: (wait: Wait) => Scope | undefined;
  readonly #turn: Turn;
  #first: Wait | undefined;
  #last: Wait | undefined;
  #due = 0;
  size = 0;

  constructor(serve: (wait: Wait) => Scope | undefined) {
    this.#serve = serve;
    this.#turn = () => {
      this.#due--;
      const wait = this.#first as Wait; // as many as are due
      this.#first = wait.next;
      this.size--;
      return this.#serve(wait);
    };
  }

  add(wait: Wait): Wait {
    if (this.#first === undefined) this.#first = wait;
    else (this.#last as Wait).next = wait; // there is a first
    this.#last = wait;
    this.size++;
    return wait;
  }

  wakeNext(): void {
    if (this.size === this.#due) return;
    this.#due++;
    push(this.#turn);
  }
}

/**
 * The least that `Queue(1)` can cost in asyncio's order: who is woken looks for its item or its room in a turn of its own, comes
 * to its next wait before the next turn, and could be cancelled at any wait. No errors, no names, no second run, no trace.
 */
export class OrderedQueue {
  #slot: unknown;
  #isFull = false;
  readonly #getters = new Line((wait) => wait.settle(this.#take()));
  readonly #putters = new Line((wait) => {
    this.#accept(wait.item);
    return wait.settle(undefined);
  });

  put(item: unknown): Wait {
    if (this.#isFull || this.#putters.size > 0) return this.#putters.add(new Wait(item, false));
    this.#accept(item);
    return new Wait(undefined, true);
  }

  get(): Wait {
    if (!this.#isFull || this.#getters.size > 0) return this.#getters.add(new Wait(undefined, false));
    return new Wait(this.#take(), true);
  }

  #accept(item: unknown): void {
    this.#slot = item;
    this.#isFull = true;
    this.#getters.wakeNext();
  }

  #take(): unknown {
    this.#isFull = false;
    this.#putters.wakeNext();
    return this.#slot;
  }
}

/** Runs a body as a task whose waits find it; its first turn is that of the start. */
export async function orderedTask(body: () => Promise<void>): Promise<void> {
  const scope: Scope = { parked: undefined };
  await scopes.run(scope, async () => {
    await new Promise<void>((begin) => {
      push(() => {
        begin();
        return scope;
      });
    });
    await body();
    if (held !== scope) return;
    held = undefined;
    takeTurns();
  });
}
