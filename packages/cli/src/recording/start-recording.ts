import { liveTasks, subscribe, type TraceEvent } from "baedal/trace";
import { writeFileSync } from "node:fs";
import { ChunkWriter } from "./chunk-writer.ts";
import { type Chunks, drain, locked, makeChunks, word } from "./chunks.ts";
import { EventEncoder } from "./event-encoder.ts";
import { LiveSwitch } from "./live-switch.ts";
import { onProcessEnd } from "./on-process-end.ts";
import type { RecordingConfig } from "./recording-config.ts";
import { programFile } from "./spool-files.ts";
import { type SpoolOptions, SpoolWriter } from "./spool-writer.ts";
import { type FromCompanion, startCompanion } from "./start-companion.ts";
import { letViewersSee, waitForCompanion } from "./wait-for-companion.ts";

/** Milliseconds between two signs that the loop turns. */
const heartbeat = 50;

/**
 * Records this process from now on. The main thread writes events into shared memory and nothing else; a companion thread
 * takes them to disk some fifty times a second, and to whoever watches. When the program ends, whatever way it is told, the
 * main thread takes the last ones there itself.
 */
export async function startRecording(config: RecordingConfig): Promise<void> {
  const chunks = makeChunks();
  const spool = config.spool === undefined ? undefined : begin(chunks, config.spool);
  const flush = (): void => {
    locked(chunks, () => drain(chunks, (records) => spool?.write(records)));
    spool?.waitForSpace();
  };
  const onFull = (): void => {
    // What the main thread takes out itself nobody who watches would see.
    if (config.live === undefined || !waitForCompanion(chunks)) flush();
  };
  const encoder = new EventEncoder(new ChunkWriter(chunks, onFull));
  let ended = false;
  const encode = (event: TraceEvent): void => {
    encoder.encode(event);
    if (ended) flush(); // what listeners to the exit after ours still do
  };
  // A file gets everything, a page what it can show.
  const live = spool === undefined ? new LiveSwitch(encode, config.busy) : undefined;
  if (live === undefined) subscribe(encode, config.busy ? "busy" : "full");
  onProcessEnd({
    flush,
    end(exitCode) {
      ended = true;
      encoder.close(performance.now());
      letViewersSee(chunks, exitCode);
      flush();
    },
  });
  if (config.live !== undefined) beat(chunks, live);
  await startCompanion(chunks, config, (message) => onMessage(message, live));
}

function begin(chunks: Chunks, options: SpoolOptions): SpoolWriter {
  const startedAt = new Date(performance.timeOrigin).toISOString();
  const program = { node: process.versions.node, startedAt, pid: process.pid };
  writeFileSync(programFile(options.directory), JSON.stringify(program));
  return new SpoolWriter(chunks, options);
}

/** Shows the companion that the loop turns. */
function beat({ control }: Chunks, live: LiveSwitch | undefined): void {
  const turn = (): void => {
    Atomics.add(control, word.heartbeat, 1);
    live?.pulse();
  };
  setInterval(turn, heartbeat).unref();
}

function onMessage(message: FromCompanion, live: LiveSwitch | undefined): void {
  if ("url" in message) process.stderr.write(`baedal: live page at ${message.url}\n`);
  else if ("viewers" in message) live?.watched(message.viewers);
  else if ("cancel" in message) liveTasks().get(message.cancel)?.cancel("asked on the live page");
  else {
    process.stderr.write(`baedal: there can be no live page: ${message.failed}\n`);
    process.exit(2);
  }
}
