// What helps against a CPU-bound function is another thread: the ticker beside it goes on.
import { createHash } from "node:crypto";
import { coroutine, createTask, now, run, sleep } from "baedal";
import { WorkerPool } from "@baedal/threads";
import type * as work from "./cpu-bound.ts";

let ticks = 0;
const ticker = coroutine(async function ticker() {
  for (; ; ticks++) await sleep(10);
});

const main = coroutine(async function main() {
  await using pool = new WorkerPool<typeof work>(new URL("./cpu-bound.ts", import.meta.url), { threads: 1 });
  const ticking = createTask(ticker());
  const start = now();
  const result = await pool.run("cpuBound", 50);
  const seconds = ((now() - start) / 1000).toFixed(1);
  console.log(`computing for ${seconds} s: the ticker ran ${ticks} times`);
  console.log(`the result's SHA-256: ${createHash("sha256").update(result.toString(16)).digest("hex")}`);
  ticking.cancel();
});

await run(main());
