import { type Chunks, word } from "./chunks.ts";

/** Milliseconds that a full ring may hold up the program before it helps itself. */
const patience = 2000;
/** Milliseconds that the end of the program may take longer because somebody watches it. */
const farewell = 300;

/** Waits until the companion has taken something out; false if it does not come. */
export function waitForCompanion({ control }: Chunks): boolean {
  const reading = Atomics.load(control, word.reading);
  return Atomics.wait(control, word.reading, reading, patience) !== "timed-out";
}

/** Waits at the end of the program until those who watch have been told of it, if there are any. */
export function letViewersSee({ control }: Chunks, exitCode: number): void {
  if (Atomics.load(control, word.viewers) === 0) return;
  Atomics.store(control, word.exitCode, exitCode);
  Atomics.store(control, word.ending, 1);
  Atomics.wait(control, word.ending, 1, farewell);
}
