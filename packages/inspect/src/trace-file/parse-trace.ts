import type { TraceEvent } from "baedal/trace";
import type { TraceData } from "../trace-data.ts";
import { traceBatches } from "./trace-batches.ts";
import { TraceReader } from "./trace-reader.ts";

/**
 * Reads a recording (`--trace out.ndjson`) whole. What was cut off or damaged is left out, and `program.cut` says so.
 *
 * @param source - the text of the file, or its pieces as they are read
 * @throws TraceFileError if it is no recording (`ERR_BAEDAL_TRACE_FOREIGN`) or from a newer version
 *   (`ERR_BAEDAL_TRACE_VERSION`)
 *
 * @example
 * ```ts
 * import { createReadStream } from "node:fs";
 * import { parseTrace } from "@baedal/inspect";
 *
 * const { program, events, dropped } = await parseTrace(createReadStream("out.ndjson"));
 * console.log(`${program.command}: ${events.length} events, ${dropped} lost`);
 * ```
 */
export async function parseTrace(source: string | AsyncIterable<string | Uint8Array>): Promise<TraceData> {
  const reader = new TraceReader();
  const events: TraceEvent[] = [];
  for await (const batch of traceBatches(reader, source)) events.push(...batch);
  const { program, version, dropped } = reader;
  return { version, program, dropped, events };
}
