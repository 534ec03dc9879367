import { fork } from "node:child_process";
import { once } from "node:events";
import { gather, run } from "baedal";
import { ClientSession } from "@baedal/http";
import { Agent, request } from "undici";
import type { Comparison } from "../compare.ts";

const atOnce = 64;

/** Runs `get` that many times, 64 at once, and gives the CPU time of this process in nanoseconds. */
async function cpuTime(operations: number, get: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  let left = operations;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await get();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

/** The same in tasks, as users of the session do it. */
async function cpuTimeInTasks(operations: number, get: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  let left = operations;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await get();
  };
  await gather(Array.from({ length: atOnce }, () => worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

async function ours(url: string, operations: number, cookies: false | undefined): Promise<number> {
  return await run(async () => {
    await using session = new ClientSession(cookies === false ? { limit: atOnce, cookies } : { limit: atOnce });
    return await cpuTimeInTasks(operations, async () => await (await session.get(url)).text());
  });
}

/** CPU time of the client for one GET over loopback; the server is another process. */
export async function getComparison(): Promise<Comparison & AsyncDisposable> {
  const server = fork(`${import.meta.dirname}/server.ts`, { execArgv: [] });
  const [port] = (await once(server, "message")) as [number];
  const url = `http://127.0.0.1:${port}/`;
  const agent = new Agent({ connections: atOnce, pipelining: 1 });
  return {
    title: "GET of 2.7 kB, CPU of the client, 64 at once",
    operations: 4000,
    rounds: 9,
    unit: "µs",
    contenders: [
      {
        name: "undici.request",
        work: async (operations) =>
          await cpuTime(operations, async () => await (await request(url, { dispatcher: agent })).body.text()),
      },
      { name: "fetch", work: async (operations) => await cpuTime(operations, async () => await (await fetch(url)).text()) },
      { name: "baedal, cookies: false", work: async (operations) => await ours(url, operations, false) },
      { name: "baedal, empty cookie jar", work: async (operations) => await ours(url, operations, undefined) },
    ],
    goals: [
      { ours: "baedal, cookies: false", peer: "undici.request", atMost: 0.9 },
      { ours: "baedal, empty cookie jar", peer: "undici.request", atMost: 1 },
    ],
    async [Symbol.asyncDispose]() {
      await agent.close();
      server.disconnect();
      await once(server, "exit");
    },
  };
}
