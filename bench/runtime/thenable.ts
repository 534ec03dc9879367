import { AsyncLocalStorage } from "node:async_hooks";

const scopes = new AsyncLocalStorage<{ waiter: unknown }>();
const resolved = Promise.resolve();

/**
 * The least that an await can cost that knows its task: a thenable, which looks the task up. `later` adds the one microtask
 * between waking and going on in which a cancellation can still outrank the result.
 */
export class Thenable implements PromiseLike<void> {
  readonly #later: boolean;
  #resume: ((value: void) => unknown) | undefined;
  #done = false;

  constructor(later: boolean) {
    this.#later = later;
  }

  then<A, B>(onFulfilled?: ((value: void) => A | PromiseLike<A>) | null): PromiseLike<A | B> {
    if (this.#done) void onFulfilled?.();
    else this.#resume = onFulfilled ?? undefined;
    const scope = scopes.getStore();
    if (scope !== undefined) scope.waiter = this;
    return this as unknown as PromiseLike<A | B>; // `await` does not look at it
  }

  setResult(): void {
    this.#done = true;
    if (this.#resume === undefined) return;
    if (this.#later) void resolved.then(this.#resume);
    else void this.#resume();
  }
}

/** Calls it where the awaits of thenables find their task. */
export function inTask<R>(body: () => R): R {
  return scopes.run({ waiter: undefined }, body);
}
