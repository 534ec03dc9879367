import { subscribe } from "baedal/trace";
import { writeFileSync } from "node:fs";
import { ChunkWriter } from "./chunk-writer.ts";
import { type Chunks, drain, locked, makeChunks } from "./chunks.ts";
import { EventEncoder } from "./event-encoder.ts";
import { onProcessEnd } from "./on-process-end.ts";
import type { RecordingConfig } from "./recording-config.ts";
import { programFile } from "./spool-files.ts";
import { type SpoolOptions, SpoolWriter } from "./spool-writer.ts";
import { startCompanion } from "./start-companion.ts";

/**
 * Records this process from now on. The main thread writes events into shared memory and nothing else; a companion thread
 * takes them to disk some fifty times a second. When the program ends, whatever way it is told, the main thread takes the
 * last ones there itself.
 */
export async function startRecording(config: RecordingConfig): Promise<void> {
  const chunks = makeChunks();
  const spool = config.spool === undefined ? undefined : begin(chunks, config.spool);
  const flush = (): void => {
    locked(chunks, () => drain(chunks, (records) => spool?.write(records)));
    spool?.waitForSpace();
  };
  const encoder = new EventEncoder(new ChunkWriter(chunks, flush));
  let ended = false;
  subscribe((event) => {
    encoder.encode(event);
    if (ended) flush(); // what listeners to the exit after ours still do
  });
  onProcessEnd({
    flush,
    end() {
      ended = true;
      encoder.close(performance.now());
      flush();
    },
  });
  await startCompanion(chunks, config);
}

function begin(chunks: Chunks, options: SpoolOptions): SpoolWriter {
  const startedAt = new Date(performance.timeOrigin).toISOString();
  const program = { node: process.versions.node, startedAt, pid: process.pid };
  writeFileSync(programFile(options.directory), JSON.stringify(program));
  return new SpoolWriter(chunks, options);
}
