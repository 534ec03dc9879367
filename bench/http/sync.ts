import type { Comparison } from "../compare.ts";
import { clientContender, type ClientSpec, pythonContenders } from "./contender.ts";
import { openServer } from "./open-server.ts";

const clients: readonly ClientSpec[] = [
  { name: "SyncSession", module: "baedal-sync" },
  { name: "ClientSession, awaited", module: "baedal", kind: "empty" },
  { name: "fetch, awaited", module: "fetch" },
];

/** One request after another: what blocking costs. */
export async function syncComparison(): Promise<Comparison & AsyncDisposable> {
  await using open = new AsyncDisposableStack();
  const { url } = open.use(await openServer());
  const conditions = { url, atOnce: 1, measure: "wall" } as const;
  const contenders = [];
  for (const spec of clients) contenders.push(open.use(await clientContender(spec, conditions)));
  contenders.push(...pythonContenders(["requests"], conditions));
  const kept = open.move();
  return {
    title: "GET of 2.7 kB, time a request, one after another",
    operations: 1000,
    rounds: 9,
    unit: "µs",
    contenders,
    goals: [],
    [Symbol.asyncDispose]: async () => await kept.disposeAsync(),
  };
}
