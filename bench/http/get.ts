import type { Comparison, Goal } from "../compare.ts";
import { clientContender, type ClientSpec, pythonContenders } from "./contender.ts";
import type { Cost } from "./load.ts";
import { openServer } from "./open-server.ts";

const atOnce = 64;

const clients: readonly ClientSpec[] = [
  { name: "undici.request", module: "undici-request" },
  { name: "baedal, cookies: false", module: "baedal", kind: "false" },
  { name: "baedal, empty cookie jar", module: "baedal", kind: "empty" },
  { name: "baedal, a cookie sent", module: "baedal", kind: "sent" },
  { name: "undici.dispatch", module: "undici-dispatch" },
  { name: "fetch", module: "fetch" },
  { name: "ky", module: "ky" },
  { name: "axios", module: "axios" },
  { name: "got", module: "got" },
];

const cpuGoals: readonly Goal[] = [
  { ours: "baedal, cookies: false", peer: "undici.request", atMost: 0.9 },
  { ours: "baedal, empty cookie jar", peer: "undici.request", atMost: 1 },
  { ours: "baedal, a cookie sent", peer: "undici.request", atMost: 1.1 },
  { ours: "baedal, empty cookie jar", peer: "axios", atMost: 0.25 },
  { ours: "baedal, empty cookie jar", peer: "got", atMost: 0.25 },
];

/** aiohttp's name has its version in it, and it is only there where Python has it. */
const aiohttpGoal = { ours: "baedal, empty cookie jar", atMost: 0.35 };

/** CPU time of the client's process for one GET over loopback. */
export async function getComparison(): Promise<Comparison & AsyncDisposable> {
  const made = await comparison(`GET of 2.7 kB, CPU of the client, ${atOnce} at once`, "cpu", cpuGoals);
  const aiohttp = made.contenders.find(({ name }) => name.startsWith("aiohttp "));
  return aiohttp === undefined ? made : { ...made, goals: [...cpuGoals, { ...aiohttpGoal, peer: aiohttp.name }] };
}

/** Time from answer to answer; a million over it is requests a second. The server needs most of it. */
export async function getRateComparison(): Promise<Comparison & AsyncDisposable> {
  return await comparison(`GET of 2.7 kB, time a request, ${atOnce} at once`, "wall", []);
}

async function comparison(
  title: string,
  measure: keyof Cost,
  goals: readonly Goal[],
): Promise<Comparison & AsyncDisposable> {
  await using open = new AsyncDisposableStack();
  const { url } = open.use(await openServer());
  const conditions = { url, atOnce, measure };
  const contenders = [];
  for (const spec of clients) contenders.push(open.use(await clientContender(spec, conditions)));
  contenders.push(...pythonContenders(["aiohttp", "requests"], conditions));
  const kept = open.move();
  return {
    title,
    // A client is slower when it has just come back to its turn; with fewer, that is much of what is measured.
    operations: 5000,
    rounds: 7,
    unit: "µs",
    contenders,
    goals,
    [Symbol.asyncDispose]: async () => await kept.disposeAsync(),
  };
}
