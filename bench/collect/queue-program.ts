import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { Collection } from "@baedal/collect";
import { run, sleep } from "baedal";

/** Queues as many URLs as its first argument says, of 1,000 hosts that never answer, into the directory of the second. */
const [count = "0", directory = ""] = process.argv.slice(2);

function* urls(port: number): Generator<string> {
  for (let index = 0; index < Number(count); index += 1) {
    const host = index % 1000;
    yield `http://127.1.${host >> 8}.${host & 255}:${port}/catalogue/section-${index % 97}/item-${index}.html?page=1`;
  }
}

const server = createServer(() => {}).listen(0, "0.0.0.0");
await new Promise((resolve) => void server.once("listening", resolve));
const { port } = server.address() as AddressInfo; // it listens on a port

await run(async () => {
  const job = new Collection({ directory, timeout: "1h" });
  job.add(urls(port));
  const begun = performance.now();
  const pages = job.run();
  void pages.next(); // begins, and waits for a page that will not come
  while (job.progress().queued < Number(count)) await sleep(200);
  const seconds = (performance.now() - begun) / 1000;
  const { maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ queued: job.progress().queued, seconds, peakMegabytes: maxRSS / 1024 }));
  process.exit(); // what is in flight is of no interest
});
