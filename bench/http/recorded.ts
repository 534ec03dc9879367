import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../compare.ts";
import { clientContender, type ClientSpec } from "./contender.ts";
import type { Cost } from "./load.ts";
import { openServer } from "./open-server.ts";

const atOnce = 64;

/** What `baedal run --trace` and `--inspect` cost a program that makes requests, on its main thread. */
export async function recordedMain(): Promise<Comparison & AsyncDisposable> {
  return await comparison("main");
}

/** The same in time from answer to answer. */
export async function recordedRate(): Promise<Comparison & AsyncDisposable> {
  return await comparison("wall");
}

async function comparison(measure: keyof Cost): Promise<Comparison & AsyncDisposable> {
  await using open = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), "baedal-bench-"));
  open.defer(() => rm(directory, { recursive: true, force: true }));
  const { url } = open.use(await openServer());
  const specs: readonly ClientSpec[] = [
    { name: "not recorded", module: "baedal", kind: "empty" },
    { name: "--inspect", module: "baedal", kind: "empty", recording: { live: { port: 0, command: "bench" } } },
    {
      name: "--inspect, watched",
      module: "baedal",
      kind: "empty",
      recording: { live: { port: 0, command: "bench" }, busy: false },
      isWatched: true,
    },
    { name: "--trace", module: "baedal", kind: "empty", recording: { spool: { directory, limit: 2 ** 28 } } },
  ];
  const contenders = [];
  for (const spec of specs) contenders.push(open.use(await clientContender(spec, { url, atOnce, measure })));
  const kept = open.move();
  return {
    title: `GET of 2.7 kB while it is recorded, ${measure === "main" ? "CPU of the main thread" : "time a request"}`,
    // Many short rounds: what is looked for is smaller than what a machine changes by from one second to the next.
    operations: 2000,
    rounds: 121,
    unit: "µs",
    contenders,
    goals: [
      { ours: "--inspect", peer: "not recorded", atMost: 1.03 },
      { ours: "--inspect, watched", peer: "not recorded", atMost: 1.03 },
      { ours: "--trace", peer: "not recorded", atMost: 1.1 },
    ],
    [Symbol.asyncDispose]: async () => await kept.disposeAsync(),
  };
}
