import { now } from "baedal";

import type { CurrentRun } from "./current-run.ts";
import type { HostProgress, Progress } from "./progress.ts";

const idle: Progress = {
  phase: "idle",
  total: 0,
  queued: 0,
  done: 0,
  failed: 0,
  growing: false,
  finished: 0,
  bytes: 0,
  inFlight: 0,
  rate: 0,
  elapsed: 0,
  remaining: undefined,
  errors: [],
  hosts: [],
  slowest: undefined,
};

/** How far a run is. */
export function progressOf(current: CurrentRun | undefined): Progress {
  if (current === undefined) return idle;
  const { tally, run, began, elapsed } = current;
  const { queued, done, failed } = tally.store;
  const rate = tally.rate(began, now());
  return {
    phase: current.stopping ? "stopping" : "running",
    total: queued + done + failed,
    queued,
    done,
    failed,
    growing: run?.feeding ?? true,
    finished: tally.finished,
    bytes: tally.bytes,
    inFlight: run?.schedule.inFlight ?? 0,
    rate,
    elapsed,
    remaining: rate > 0 ? (queued / rate) * 1000 : undefined,
    errors: [...tally.errors].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count),
    hosts: hostsOf(current),
    slowest: slowestOf(current),
  };
}

function hostsOf({ tally, run }: CurrentRun): HostProgress[] {
  const lanes = run?.schedule.lanes;
  const names = new Set([...(lanes?.keys() ?? []), ...tally.hosts.keys()]);
  const hosts = [...names].map((host) => {
    const lane = lanes?.get(host);
    const { done = 0, failed = 0, bytes = 0 } = tally.hosts.get(host) ?? {};
    const resting = Math.max(0, (lane?.pace.restUntil ?? 0) - now());
    return { host, done, failed, bytes, inFlight: lane?.inFlight ?? 0, queued: queuedOf(lane), resting };
  });
  return hosts.sort((a, b) => b.inFlight - a.inFlight || b.done + b.failed - a.done - a.failed).slice(0, 1000);
}

function queuedOf(lane: { readonly waiting: number; readonly left: number } | undefined): number {
  return lane === undefined ? 0 : lane.waiting + Math.max(0, lane.left);
}

function slowestOf({ run }: CurrentRun): Progress["slowest"] {
  let slowest: Progress["slowest"];
  const time = now();
  for (const { url, attemptStart } of run?.visitsInFlight ?? []) {
    if (attemptStart === 0) continue; // its robots.txt is asked for
    const elapsed = time - attemptStart;
    if (slowest === undefined || elapsed > slowest.elapsed) slowest = { url, elapsed };
  }
  return slowest;
}
