import type { TraceProgram } from "@baedal/inspect";
import type { TraceEvent } from "baedal/trace";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { decodeEvents } from "./event-decoder.ts";
import { eventsFile, eventsNumber, liveFile, programFile } from "./spool-files.ts";

/** What is known of a program once it has begun. */
export type BegunProgram = Pick<TraceProgram, "node" | "startedAt" | "pid">;

/** Reads what a program left in its spool, one file at a time, once it has ended. */
export class SpoolReader {
  readonly #directory: string;
  #closed = false;
  #cut = false;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Undefined if the program ended before the recording began. */
  get program(): BegunProgram | undefined {
    const file = programFile(this.#directory);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as BegunProgram) : undefined; // we wrote it
  }

  /** Whether the recording stops before the program did; known when all events are read. */
  get cut(): boolean {
    return this.#cut || !this.#closed;
  }

  /** In the order in which they happened. */
  *events(): Generator<TraceEvent> {
    const numbers = readdirSync(this.#directory).flatMap((name) => eventsNumber(name) ?? []);
    const sorted = numbers.toSorted((a, b) => a - b);
    if (sorted[0] !== undefined) yield* this.#before(sorted[0]);
    for (const number of sorted) yield* this.#eventsOf(number);
  }

  *#before(number: number): Generator<TraceEvent> {
    const file = liveFile(this.#directory, number);
    if (!existsSync(file)) return;
    for (const line of readFileSync(file, "utf8").split("\n")) {
      if (line !== "") yield JSON.parse(line) as TraceEvent; // our own spool wrote it
    }
  }

  #eventsOf(number: number): TraceEvent[] {
    const events: TraceEvent[] = [];
    const end = decodeEvents(readFileSync(eventsFile(this.#directory, number)), (event) => void events.push(event));
    this.#closed ||= end.closed;
    this.#cut ||= end.cut;
    return events;
  }
}
