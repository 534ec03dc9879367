import type { TraceEvent } from "baedal/trace";
import type { TraceProgram } from "../trace-data.ts";
import { PerfettoEntries } from "./perfetto-entries.ts";
import type { TraceEntry } from "./trace-entry.ts";

type Batches = AsyncIterable<readonly TraceEvent[]> | Iterable<readonly TraceEvent[]>;

/**
 * A recording as JSON in the Trace Event Format, for https://ui.perfetto.dev and chrome://tracing: tasks by parent, what
 * they did and waited for, HTTP calls with their phases, arrows from who woke to who was woken.
 *
 * @param batches - the events in order, in handfuls of any size; they need not fit into memory
 * @param program - asked for when all events are read
 * @returns the text in pieces
 *
 * @example
 * ```ts
 * import { writeFile } from "node:fs/promises";
 * import { perfettoTrace, type TraceData } from "@baedal/inspect";
 *
 * export async function save({ events, program }: TraceData): Promise<void> {
 *   await writeFile("out.perfetto.json", perfettoTrace([events], () => program));
 * }
 * ```
 */
export async function* perfettoTrace(batches: Batches, program: () => TraceProgram): AsyncGenerator<string> {
  const entries = new PerfettoEntries();
  yield '{"displayTimeUnit":"ms","traceEvents":[\n';
  let separator = "";
  for await (const batch of batches) {
    const text = textOf(batch.flatMap((event) => entries.take(event)));
    if (text === "") continue;
    yield separator + text;
    separator = ",\n";
  }
  const rest = textOf(entries.end());
  if (rest !== "") yield separator + rest;
  yield `\n],"otherData":${JSON.stringify(program())}}\n`;
}

function textOf(entries: readonly TraceEntry[]): string {
  return entries.map((entry) => JSON.stringify(entry)).join(",\n");
}
