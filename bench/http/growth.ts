import { run } from "baedal";
import { openSession } from "./clients/baedal.ts";
import { collectGarbage, load } from "./load.ts";
import { openServer } from "./open-server.ts";

/**
 * 100,000 requests over one session: the heap after a collection and the memory of the process, each 10,000. Ends with 1
 * if the heap has grown by more than 1 MB since the first 20,000. Run it with `--expose-gc`.
 */
const step = 10_000;
const steps = 10;
const allowed = 1024 * 1024;

await using server = await openServer();
const heaps: number[] = [];
await run(async () => {
  await using client = openSession(server.url, { limit: 64 });
  for (let done = 1; done <= steps; done++) {
    await load(client, step, 64);
    await collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    heaps.push(heapUsed);
    console.log(`${String(done * step).padStart(7)} requests: heap ${megabytes(heapUsed)}, process ${megabytes(rss)}`);
  }
});
const growth = (heaps.at(-1) ?? NaN) - (heaps[1] ?? NaN);
console.log(`The heap has grown by ${(growth / 1024).toFixed(0)} kB since the first ${2 * step} requests`);
process.exitCode = growth <= allowed ? 0 : 1;

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}
