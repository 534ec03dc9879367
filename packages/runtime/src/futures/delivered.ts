/** One of the two that `await` gives to `then`. */
export type Callback = (value: unknown) => unknown;

/** The await of a future that has its result already waits for nothing; those of `await` share one answer. */
class Delivered implements PromiseLike<unknown> {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  then<A, B>(
    onFulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    onRejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return Promise.resolve(this.#value).then(onFulfilled, onRejected);
  }
}

const deliveredNothing = new Delivered(undefined);

/** Calls the callback of an await that need not wait. */
export function delivered(callback: Callback, result: unknown): PromiseLike<unknown> {
  try {
    const value = callback(result);
    return value === undefined ? deliveredNothing : new Delivered(value);
  } catch (error) {
    return Promise.reject(error);
  }
}
