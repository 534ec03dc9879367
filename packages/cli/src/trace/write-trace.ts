import { writeWholeFile } from "@baedal/collect/command-line";
import { eventLine, footerLine, headerLine, perfettoTrace, renderTraceReport } from "@baedal/inspect";
import { type TraceEvent, traceVersion } from "baedal/trace";
import { readVersion } from "../version.ts";
import { NewestEvents } from "./newest-events.ts";
import type { TraceForm } from "./trace-form.ts";
import type { TraceSource } from "./trace-source.ts";

type Pieces = AsyncIterable<string>;

const writers: Readonly<Record<TraceForm, (source: TraceSource) => Pieces>> = {
  ndjson: asLines,
  perfetto: (source) => perfettoTrace(source.batches(), () => source.program),
  html: asPage,
};

/**
 * Writes a recording to a file, whole or absent.
 *
 * @throws StoreWriteError when it cannot be written (exit code 5)
 */
export async function writeTrace(file: string, form: TraceForm, source: TraceSource): Promise<void> {
  await writeWholeFile(file, writers[form](source));
}

async function* asLines(source: TraceSource): Pieces {
  let dropped = 0;
  let header: string | undefined;
  for await (const batch of source.batches()) {
    // What is read from a file knows its program once it has begun.
    if (header === undefined) yield (header = headerLine(source.program, readVersion()));
    dropped += droppedIn(batch);
    yield batch.map(eventLine).join("");
  }
  const { exitCode, signal, cut } = source.program;
  yield footerLine({
    dropped: dropped + source.lost,
    ...(exitCode !== undefined && { exitCode }),
    ...(signal !== undefined && { signal }),
    ...(cut !== undefined && { cut }),
  });
}

async function* asPage(source: TraceSource): Pieces {
  const newest = new NewestEvents();
  for await (const batch of source.batches()) for (const event of batch) newest.take(event);
  const { program, lost } = source;
  yield renderTraceReport({ version: traceVersion, program, dropped: newest.dropped + lost, events: newest.events() });
}

function droppedIn(batch: readonly TraceEvent[]): number {
  return batch.reduce((sum, event) => sum + (event.kind === "drop" && "count" in event ? event.count : 0), 0);
}
