import { manyHosts } from "./collect/hosts.ts";
import { crawlComparison } from "./collect/pages.ts";
import { queuedUrls } from "./collect/queued.ts";
import { compare, type Comparison } from "./compare.ts";
import { getComparison, getRateComparison } from "./http/get.ts";
import { recordedMain, recordedRate } from "./http/recorded.ts";
import { syncComparison } from "./http/sync.ts";
import { firstPicture } from "./inspect/first-picture.ts";
import { cancel } from "./runtime/cancel.ts";
import { importTime } from "./runtime/import-time.ts";
import { contendedLock } from "./runtime/lock.ts";
import { memory } from "./runtime/memory.ts";
import { pingPong } from "./runtime/ping-pong.ts";
import { queueHandOff } from "./runtime/queue.ts";
import { sleepers } from "./runtime/sleepers.ts";
import { spawn, spawnEffectionTasks } from "./runtime/spawn.ts";
import { traceSite, tracing } from "./runtime/trace.ts";
import { watchdogMemory, watchdogTime } from "./runtime/watchdog.ts";

const all: Readonly<Record<string, Comparison | (() => Promise<Comparison & AsyncDisposable>)>> = {
  spawn,
  "spawn-effection": spawnEffectionTasks,
  "ping-pong": pingPong,
  queue: queueHandOff,
  lock: contendedLock,
  cancel,
  sleepers,
  memory,
  import: importTime,
  trace: tracing,
  "trace-site": traceSite,
  watchdog: watchdogTime,
  "watchdog-memory": watchdogMemory,
  get: getComparison,
  "get-rate": getRateComparison,
  sync: syncComparison,
  recorded: recordedMain,
  "recorded-rate": recordedRate,
  "first-picture": firstPicture,
  crawl: crawlComparison,
  hosts: manyHosts,
  queued: queuedUrls,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(all, name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(", ")}; there are ${Object.keys(all).join(", ")}`);
  process.exitCode = 2;
} else {
  let missed = 0;
  for (const [name, comparison] of Object.entries(all)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    await using made = typeof comparison === "function" ? await comparison() : undefined;
    missed += await compare(made ?? (comparison as Comparison)); // no function
  }
  console.log(missed === 0 ? "\nAll goals met" : `\n${missed} goals missed`);
}
