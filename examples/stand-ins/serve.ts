// The thread of start-stand-ins.ts: three sites on loopback, each with a latency that never changes.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { parentPort } from "node:worker_threads";

/** Milliseconds before each site answers. */
const latencies = { naver: 30, google: 60, instagram: 110 };

/** Starts one site and returns its URL. A page says over which connection it came, counted per site. */
async function serve(name: string, latency: number): Promise<string> {
  let connections = 0;
  const numbers = new WeakMap<object, number>();
  const server = createServer((request, response) => {
    const page = `<title>${name}</title><p>connection ${numbers.get(request.socket)}</p>`;
    response.setHeader("content-type", "text/html; charset=utf-8");
    void delay(latency).then(() => response.end(page));
  });
  server.on("connection", (socket) => numbers.set(socket, ++connections));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a TCP server that listens has an AddressInfo
}

const names = Object.keys(latencies) as (keyof typeof latencies)[]; // exactly the keys above
const urls = await Promise.all(names.map(async (name) => [name, await serve(name, latencies[name])] as const));
parentPort?.postMessage(Object.fromEntries(urls));
