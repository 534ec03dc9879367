import { gather, run, sleep } from "baedal";
import { Effect } from "effect";
import type { Comparison } from "../compare.ts";
import { asyncio } from "./asyncio.ts";

/** Many tasks that sleep at the same time; the second that they all sleep is part of the figure. */
export const sleepers: Comparison = {
  title: "tasks that sleep 1 s, all at once",
  operations: 100_000,
  rounds: 5,
  contenders: [
    {
      name: "native setTimeout",
      work: async (operations) => {
        const sleeper = async (): Promise<void> => await new Promise((resolve) => void setTimeout(resolve, 1000));
        await Promise.all(Array.from({ length: operations }, sleeper));
      },
    },
    {
      name: "baedal",
      work: async (operations) => {
        await run(async () => await gather(Array.from({ length: operations }, () => async () => await sleep(1000))));
      },
    },
    {
      name: "Effect",
      work: async (operations) => {
        const all = Array.from({ length: operations }, () => Effect.sleep(1000));
        await Effect.runPromise(Effect.all(all, { concurrency: "unbounded", discard: true }));
      },
    },
    ...asyncio("sleepers"),
  ],
  goals: [{ ours: "baedal", peer: "native setTimeout", atMost: 1.2 }],
};
