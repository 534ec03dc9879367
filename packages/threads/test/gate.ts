import { cancellable } from "baedal";

/** Shared with the function `spin` of the worker module: whether it runs, and whether it may end. */
export type Gate = Int32Array<SharedArrayBuffer>;

export function makeGate(): Gate {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** Resolves once the function that got the gate runs on its thread. */
export async function entered(gate: Gate): Promise<void> {
  await cancellable(Promise.resolve(Atomics.waitAsync(gate, 0, 0).value));
}

/** Lets the function that got the gate end. */
export function open(gate: Gate): void {
  Atomics.store(gate, 1, 1);
}
