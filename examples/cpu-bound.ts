// CPU-bound: how long this takes is up to the processor. While it computes, nothing else in the thread can run.
import { createHash } from "node:crypto";
import { coroutine, createTask, now, run, sleep } from "baedal";

export function cpuBound(number: number): bigint {
  let total = 1n;
  for (let i = 1; i <= number; i++) {
    for (let j = 1; j <= number; j++) {
      for (let k = 1; k <= number; k++) total *= BigInt(i * j * k);
    }
  }
  return total;
}

let ticks = 0;
const ticker = coroutine(async function ticker() {
  for (; ; ticks++) await sleep(10);
});

export const main = coroutine(async function main() {
  const ticking = createTask(ticker());
  await sleep(200);
  console.log(`waiting for 0.2 s: the ticker ran ${ticks} times`);

  const [ticksBefore, start] = [ticks, now()];
  const result = cpuBound(50);
  const seconds = ((now() - start) / 1000).toFixed(1);
  console.log(`computing for ${seconds} s: the ticker ran ${ticks - ticksBefore} times`);
  console.log(`the result's SHA-256: ${createHash("sha256").update(result.toString(16)).digest("hex")}`);
  ticking.cancel();
});

if (import.meta.main) await run(main());
