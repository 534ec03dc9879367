import { gather, Lock, run } from "baedal";
import { Effect, Semaphore } from "effect";
import type { Comparison } from "../compare.ts";
import { asyncio } from "./asyncio.ts";

const tasks = 100;
const workers = Array.from({ length: tasks }, (_, index) => index);

/** The least: an array of waiting promises, nothing cancellable. */
async function handWritten(operations: number): Promise<void> {
  let held = false;
  const waiting: (() => void)[] = [];
  const worker = async (): Promise<void> => {
    for (let turn = 0; turn < operations / tasks; turn++) {
      if (held) await new Promise<void>((resolve) => void waiting.push(resolve));
      held = true;
      await Promise.resolve();
      const next = waiting.shift();
      if (next === undefined) held = false;
      else next();
    }
  };
  await Promise.all(workers.map(worker));
}

/** One lock that many tasks want all the time. */
export const contendedLock: Comparison = {
  title: `contended Lock, ${tasks} tasks`,
  operations: 100_000,
  contenders: [
    { name: "hand-written", work: handWritten },
    {
      name: "baedal",
      work: async (operations) => {
        await run(async () => {
          const lock = new Lock();
          const worker = async (): Promise<void> => {
            for (let turn = 0; turn < operations / tasks; turn++) {
              using _ = await lock.acquire();
              await Promise.resolve();
            }
          };
          await gather(workers.map(() => worker));
        });
      },
    },
    {
      name: "Effect",
      work: async (operations) => {
        const program = Effect.gen(function* () {
          const semaphore = yield* Semaphore.make(1);
          const worker = Effect.gen(function* () {
            for (let turn = 0; turn < operations / tasks; turn++) yield* semaphore.withPermits(1)(Effect.yieldNow);
          });
          yield* Effect.forEach(workers, () => worker, { concurrency: "unbounded" });
        });
        await Effect.runPromise(program);
      },
    },
    ...asyncio("contended_lock"),
  ],
  goals: [{ ours: "baedal", peer: "Effect", atMost: 0.15 }],
};
