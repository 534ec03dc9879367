/**
 * What computing does to the loop: the worst gap of a 10 ms ticker beside `cpuBound(50)`, on the thread of the loop and on
 * one of a pool. `node bench/threads/responsiveness.ts`, after the build.
 */
import { createTask, now, run, sleep } from "baedal";
import { WorkerPool } from "@baedal/threads";

const interval = 10;

/** The article's program: three nested loops over big integers. */
export function cpuBound(number: number): bigint {
  let total = 1n;
  for (let i = 1; i <= number; i++)
    for (let j = 1; j <= number; j++) for (let k = 1; k <= number; k++) total *= BigInt(i * j * k);
  return total;
}

interface Measure {
  /** How long the work took, in ms. */
  readonly took: number;
  readonly ticks: number;
  /** The longest time between two ticks, in ms. */
  readonly worstGap: number;
}

async function beside(work: () => PromiseLike<unknown>): Promise<Measure> {
  let ticks = 0;
  let worstGap = 0;
  const ticking = createTask(async () => {
    for (let last = now(); ;) {
      await sleep(interval);
      const time = now();
      worstGap = Math.max(worstGap, time - last);
      last = time;
      ticks++;
    }
  });
  await sleep(5 * interval);
  const start = now();
  await work();
  const took = now() - start;
  await sleep(5 * interval);
  ticking.cancel();
  return { took, ticks, worstGap };
}

function print(where: string, { took, ticks, worstGap }: Measure): void {
  const figures = [`took ${took.toFixed(0)} ms`, `${ticks} ticks`, `worst gap ${worstGap.toFixed(1)} ms`];
  console.log(`  ${where.padEnd(24)} ${figures.join(", ")}`);
}

// The threads of the pool load this file too.
if (import.meta.main) {
  await run(async () => {
    await using pool = new WorkerPool<{ cpuBound: typeof cpuBound }>(import.meta.url, { threads: 1 });
    await pool.run("cpuBound", 1);
    console.log(`A ${interval} ms ticker beside cpuBound(50)`);
    print("a sleep instead", await beside(() => sleep(1000)));
    print("on a thread of a pool", await beside(() => pool.run("cpuBound", 50)));
    print("on the loop's thread", await beside(async () => cpuBound(50)));
  });
}
