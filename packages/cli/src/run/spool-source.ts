import type { TraceProgram } from "@baedal/inspect";
import type { TraceEvent } from "baedal/trace";
import { SpoolReader } from "../recording/read-spool.ts";
import type { TraceSource } from "../trace/trace-source.ts";
import type { ScriptEnd } from "./script-process.ts";

const batchSize = 1000;

/** A recording that lies in a spool, by a script that has ended. */
export function spoolSource(directory: string, script: ScriptEnd & { readonly command: string }): TraceSource {
  const reader = new SpoolReader(directory);
  const { command, ...end } = script;
  const begun = reader.program ?? { node: process.versions.node, startedAt: new Date().toISOString() };
  let isRead = false;
  return {
    get program(): TraceProgram {
      return { command, ...begun, ...end, ...(isRead && reader.cut && { cut: true }) };
    },
    lost: 0,
    *batches() {
      let batch: TraceEvent[] = [];
      for (const event of reader.events()) {
        if (batch.push(event) < batchSize) continue;
        yield batch;
        batch = [];
      }
      isRead = true;
      yield batch;
    },
  };
}
