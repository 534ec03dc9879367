import { Future } from "./future.ts";
import { FULFILLED, REJECTED } from "./future-state.ts";

/** A future that is done already: what a primitive gives when there is nothing to wait for. */
export function fulfilled<T>(value: T): Future<T> {
  const future = new Future<T>("without run");
  // A new one has no reactions, so there is nobody to tell.
  future.state = FULFILLED;
  future.settlement = value;
  return future;
}

/** A future that has failed already. */
export function rejected<T>(error: Error): Future<T> {
  const future = new Future<T>();
  future.settle(REJECTED, error);
  return future;
}
