import { gather, run, sleep } from "baedal";
import { emit, record, type TraceLevel } from "baedal/trace";
import type { Comparison } from "../compare.ts";

/** The same work with nobody recording, and with each level. */
const working =
  (level: TraceLevel | undefined) =>
  async (operations: number): Promise<void> => {
    using _ = level === undefined ? undefined : record({ level, capacity: 10_000 });
    await run(async () => await gather(Array.from({ length: operations }, () => async () => await sleep(0))));
  };

/** What being watched costs a task that is made, waits once and ends: 2 events at level tree, 5 at level full. */
export const tracing: Comparison = {
  title: "a task that waits once, traced",
  operations: 50_000,
  contenders: [
    { name: "off", work: working(undefined) },
    { name: "tree", work: working("tree") },
    { name: "full", work: working("full") },
  ],
  goals: [],
};

const data = { name: "jjajangmyeon" };

/** One site, with nobody recording and with somebody. */
export const traceSite: Comparison = {
  title: "one site of the trace stream",
  operations: 1_000_000,
  contenders: [
    {
      name: "off",
      work: async (operations) => {
        for (let index = 0; index < operations; index++) emit("kitchen:dish", data);
      },
    },
    {
      name: "on",
      work: async (operations) => {
        using _ = record({ capacity: 10_000 });
        for (let index = 0; index < operations; index++) emit("kitchen:dish", data);
      },
    },
  ],
  goals: [
    { ours: "off", atMost: 3 },
    { ours: "on", atMost: 100 },
  ],
};
