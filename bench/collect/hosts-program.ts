/**
 * Collects a page of each of 10,000 hosts, with "stalled" as its argument beside one more that never answers, and prints
 * how many ms passed until the last of the 10,000 had come. All hosts are one server, on the addresses of loopback.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Collection } from "@baedal/collect";
import { run } from "baedal";

const hosts = 10_000;
const stalls = process.argv[2] === "stalled";
const server = createServer((request, response) => {
  if (!request.url?.startsWith("/stalled/")) response.end("page");
});
await new Promise<void>((resolve) => void server.listen(0, "0.0.0.0", resolve));
const { port } = server.address() as AddressInfo; // it listens on a port

function* urls(): Generator<string> {
  if (stalls) for (let page = 0; page < 100; page += 1) yield `http://127.2.0.1:${port}/stalled/${page}`;
  for (let host = 0; host < hosts; host += 1) yield `http://127.1.${host >> 8}.${host & 255}:${port}/page`;
}

await run(async () => {
  const job = new Collection({ directory: "out", timeout: "10m" });
  job.add(urls());
  const start = performance.now();
  let done = 0;
  for await (const _page of job.run()) {
    done += 1;
    if (done < hosts) continue;
    console.log(performance.now() - start);
    job.stop({ immediately: true });
    break;
  }
});
server.closeAllConnections();
server.close();
