import { closeSync, openSync, writeSync } from "node:fs";
import { type Chunks, word } from "./chunks.ts";
import { eventsFile } from "./spool-files.ts";

/** Where records go, and how much of them is kept. */
export interface SpoolOptions {
  readonly directory: string;
  /** Bytes that are kept, at least; the oldest are given up beyond. */
  readonly limit: number;
}

/** How many files the limit is divided into: one of them is what is given up at a time. */
export const parts = 16;
/** Milliseconds that a program which outruns its companion waits for it at a time. */
const patience = 1000;

/** Appends records to the files of a spool; both threads have one, and use it while they hold the lock. */
export class SpoolWriter {
  readonly #control: Chunks["control"];
  readonly #options: SpoolOptions;

  constructor({ control }: Chunks, options: SpoolOptions) {
    this.#control = control;
    this.#options = options;
    if (Atomics.load(control, word.file) < 0) this.#open(0);
  }

  /** Once a file cannot be written, the rest is given up: half a record would make what follows unreadable. */
  write(records: Uint8Array): void {
    const control = this.#control;
    if (Atomics.load(control, word.failed) === 1) return;
    try {
      if (Atomics.load(control, word.fileSize) > this.#options.limit / parts) this.#next();
      const file = Atomics.load(control, word.file);
      for (let done = 0; done < records.length;) done += writeSync(file, records, done);
      Atomics.add(control, word.fileSize, records.length);
    } catch (error) {
      Atomics.store(control, word.failed, 1);
      // stderr as such, for in a companion thread `process.stderr` waits for the main thread.
      writeSync(2, `baedal: cannot record any further: ${(error as Error).message}\n`); // fs throws errors
    }
  }

  /** Waits until the companion has given up enough of what is old, so that a disk never holds more than twice the limit. */
  waitForSpace(): void {
    const control = this.#control;
    const oldest = Atomics.load(control, word.oldest);
    if (Atomics.load(control, word.newest) - oldest <= 2 * parts) return;
    Atomics.wait(control, word.oldest, oldest, patience);
  }

  #next(): void {
    closeSync(Atomics.load(this.#control, word.file));
    this.#open(Atomics.load(this.#control, word.newest) + 1);
  }

  #open(number: number): void {
    const control = this.#control;
    Atomics.store(control, word.file, openSync(eventsFile(this.#options.directory, number), "a"));
    Atomics.store(control, word.newest, number);
    Atomics.store(control, word.fileSize, 0);
  }
}
