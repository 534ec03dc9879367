import { readReport, readStatus, writeWholeFile } from "@baedal/collect";
import type { Comparison } from "@baedal/inspect";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What `baedal collect --compare` measured, in milliseconds. */
export type MeasuredTimes = Pick<Comparison, "sequentialMs" | "concurrentMs">;

/** Keeps the times beside the store in `directory`, for a report that is drawn later. */
export function writeComparison(directory: string, times: MeasuredTimes): Promise<void> {
  return writeWholeFile(fileIn(directory), [`${JSON.stringify(times)}\n`]);
}

/** The comparison kept beside a store, with the least time that was possible; undefined where there is none. */
export function readComparison(directory: string): Comparison | undefined {
  const times = measuredIn(directory);
  // A later run has changed what the store holds: the times are no longer those of its pages.
  if (times === undefined || readStatus(directory, { mostHosts: 0 }).runs.length !== 1) return undefined;
  let idealMs = 0;
  for (const { timings } of readReport(directory).rows) idealMs = Math.max(idealMs, timings.done ?? 0);
  return { ...times, idealMs };
}

function measuredIn(directory: string): MeasuredTimes | undefined {
  try {
    const { sequentialMs, concurrentMs } = JSON.parse(readFileSync(fileIn(directory), "utf8"));
    const whole = typeof sequentialMs === "number" && typeof concurrentMs === "number";
    return whole ? { sequentialMs, concurrentMs } : undefined;
  } catch {
    return undefined; // not compared, or not ours: the report estimates, and says so
  }
}

function fileIn(directory: string): string {
  return join(directory, "comparison.json");
}
