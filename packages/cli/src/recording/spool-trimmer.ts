import type { DropEvent, TraceEvent } from "baedal/trace";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { type Chunks, word } from "./chunks.ts";
import { decodeEvents } from "./event-decoder.ts";
import { LiveEvents } from "./live-events.ts";
import { eventsFile, liveFile } from "./spool-files.ts";
import { parts } from "./spool-writer.ts";

/**
 * Keeps a spool within its limit: gives up the oldest files, but for what the tasks stand on that outlived them. For the
 * companion thread.
 */
export class SpoolTrimmer {
  readonly #control: Chunks["control"];
  readonly #directory: string;
  /** What lives at the beginning of the oldest file. */
  readonly #live = new LiveEvents();
  #dropped = 0;

  constructor({ control }: Chunks, directory: string) {
    this.#control = control;
    this.#directory = directory;
  }

  /** Call it now and then. */
  trim(): void {
    const control = this.#control;
    for (;;) {
      const oldest = Atomics.load(control, word.oldest);
      if (Atomics.load(control, word.newest) - oldest <= parts) return;
      this.#giveUp(oldest);
      Atomics.store(control, word.oldest, oldest + 1);
      Atomics.notify(control, word.oldest);
    }
  }

  /** In an order in which whoever reads finds all, wherever the process is killed. */
  #giveUp(number: number): void {
    const gone = eventsFile(this.#directory, number);
    let at = 0;
    decodeEvents(readFileSync(gone), (event) => {
      at = event.at;
      this.#dropped += isDrop(event) ? event.count : 1;
      this.#live.take(event);
    });
    const kept = this.#live.events();
    const drop: DropEvent = { kind: "drop", at, task: 0, count: this.#dropped - kept.length };
    const file = liveFile(this.#directory, number + 1);
    writeFileSync(`${file}.new`, [drop, ...kept].map((event) => `${JSON.stringify(event)}\n`).join(""));
    renameSync(`${file}.new`, file);
    rmSync(gone);
    rmSync(liveFile(this.#directory, number), { force: true });
  }
}

function isDrop(event: TraceEvent): event is DropEvent {
  return event.kind === "drop";
}
