import type { TraceEvent } from "baedal/trace";
import { linesOf } from "./lines-of.ts";
import type { TraceReader } from "./trace-reader.ts";

const batchSize = 1000;

/**
 * The events of a recording in handfuls, for a file that may be larger than memory; `reader` knows the rest.
 *
 * @param source - the text of the file, or its pieces as they are read
 * @throws TraceFileError if it is no recording, or one from a newer version
 */
export async function* traceBatches(
  reader: TraceReader,
  source: string | AsyncIterable<string | Uint8Array>,
): AsyncGenerator<readonly TraceEvent[]> {
  let batch: TraceEvent[] = [];
  for await (const line of linesOf(source)) {
    const event = reader.read(line);
    if (event === undefined || batch.push(event) < batchSize) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
