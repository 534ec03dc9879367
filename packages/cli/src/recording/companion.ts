// The thread beside a recorded program: takes its events to disk.
import { workerData } from "node:worker_threads";
import { drain, locked } from "./chunks.ts";
import { SpoolTrimmer } from "./spool-trimmer.ts";
import { SpoolWriter } from "./spool-writer.ts";
import type { CompanionData } from "./start-companion.ts";

/** Milliseconds between two looks; at most so much is missing after a kill that nobody announces. */
const pause = 20;

const { chunks, config } = workerData as CompanionData; // startCompanion gave it
const spool = config.spool === undefined ? undefined : new SpoolWriter(chunks, config.spool);
const trimmer = config.spool === undefined ? undefined : new SpoolTrimmer(chunks, config.spool.directory);

setInterval(() => {
  locked(chunks, () => drain(chunks, (records) => spool?.write(records)));
  trimmer?.trim();
}, pause);
