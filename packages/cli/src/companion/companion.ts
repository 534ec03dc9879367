// The thread beside a recorded program: takes its events to disk and to whoever watches.
import { existsSync, rmSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { drain, locked, word } from "../recording/chunks.ts";
import { decodeEvents } from "../recording/event-decoder.ts";
import { flushFile } from "../recording/spool-files.ts";
import { SpoolTrimmer } from "../recording/spool-trimmer.ts";
import { SpoolWriter } from "../recording/spool-writer.ts";
import type { CompanionData } from "../recording/start-companion.ts";
import { startLiveView } from "./start-live-view.ts";

const data = workerData as CompanionData; // startCompanion gave it
const { chunks, config } = data;
/**
 * Milliseconds between two looks. On disk at most so much is missing after a kill that nobody announces; a page is told
 * ten times a second, and each look takes the program a little of its time.
 */
const pause = config.spool === undefined ? 50 : 20;
const { control } = chunks;
const spool = config.spool === undefined ? undefined : new SpoolWriter(chunks, config.spool);
const trimmer = config.spool === undefined ? undefined : new SpoolTrimmer(chunks, config.spool.directory);
const flush = config.spool === undefined ? undefined : flushFile(config.spool.directory);
const view = await startLiveView(data);

function take(records: Uint8Array): void {
  spool?.write(records);
  if (view !== undefined) decodeEvents(records, (event) => view.take(event));
}

const look = setInterval(() => {
  const isFlushAsked = flush !== undefined && existsSync(flush);
  locked(chunks, () => drain(chunks, take));
  Atomics.notify(control, word.reading); // the main thread may wait for room
  trimmer?.trim();
  if (isFlushAsked) rmSync(flush, { force: true });
  if (Atomics.load(control, word.ending) === 1) void end();
}, pause);

/** The main thread waits for this, so that whoever watches sees the end. */
async function end(): Promise<void> {
  clearInterval(look);
  await view?.end({ exitCode: Atomics.load(control, word.exitCode) });
  Atomics.store(control, word.ending, 2);
  Atomics.notify(control, word.ending);
}
