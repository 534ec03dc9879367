import { createTask, Queue, run } from "baedal";
import { Effect, Queue as EffectQueue } from "effect";
import type { Comparison } from "../compare.ts";
import { asyncio } from "./asyncio.ts";
import { OrderedQueue, orderedTask } from "./ordered-queue.ts";
import { inTask, Thenable } from "./thenable.ts";

/** The least: a slot and two promises, nothing cancellable. */
async function handWritten(operations: number): Promise<void> {
  let slot: number | undefined;
  let room: (() => void) | undefined;
  let item: (() => void) | undefined;
  const producer = async (): Promise<void> => {
    for (let index = 0; index < operations; index++) {
      if (slot !== undefined) await new Promise<void>((resolve) => (room = resolve));
      slot = index;
      item?.();
      item = undefined;
    }
  };
  const consumer = async (): Promise<void> => {
    for (let index = 0; index < operations; index++) {
      if (slot === undefined) await new Promise<void>((resolve) => (item = resolve));
      slot = undefined;
      room?.();
      room = undefined;
    }
  };
  await Promise.all([producer(), consumer()]);
}

/**
 * The least that a queue can cost whose waits know their task and can still be cancelled between waking and going on. Each
 * call is awaited, as it is in a program; who need not wait gets a thenable that is done.
 */
async function thenables(operations: number): Promise<void> {
  let slot: number | undefined;
  let getter: Thenable | undefined;
  let putter: { readonly item: number; readonly wait: Thenable } | undefined;
  const put = (item: number): Thenable => {
    const wait = new Thenable(true);
    if (slot !== undefined) {
      putter = { item, wait };
      return wait;
    }
    slot = item;
    getter?.setResult();
    wait.setResult();
    return wait;
  };
  const take = (): void => {
    slot = putter?.item;
    putter?.wait.setResult();
    putter = undefined;
  };
  const get = (): Thenable => {
    const wait = new Thenable(true);
    if (slot === undefined) getter = wait;
    else {
      take();
      wait.setResult();
    }
    return wait;
  };
  const producer = async (): Promise<void> => {
    for (let index = 0; index < operations; index++) await put(index);
  };
  const consumer = async (): Promise<void> => {
    for (let index = 0; index < operations; index++) {
      await get();
      if (getter === undefined) continue;
      getter = undefined;
      take();
    }
  };
  await Promise.all([inTask(producer), inTask(consumer)]);
}

async function ordered(operations: number): Promise<void> {
  const queue = new OrderedQueue();
  const producer = async (): Promise<void> => {
    for (let index = 0; index < operations; index++) await queue.put(index);
  };
  const consumer = async (): Promise<void> => {
    for (let index = 0; index < operations; index++) await queue.get();
  };
  await Promise.all([orderedTask(producer), orderedTask(consumer)]);
}

/** Items through a queue that holds one. */
export const queueHandOff: Comparison = {
  title: "Queue(1) hand-off",
  operations: 100_000,
  contenders: [
    { name: "hand-written", work: handWritten },
    { name: "floor: thenables", work: thenables },
    { name: "floor: in asyncio's order", work: ordered },
    {
      name: "baedal",
      work: async (operations) => {
        await run(async () => {
          const queue = new Queue<number>(1);
          const producer = createTask(async () => {
            for (let index = 0; index < operations; index++) await queue.put(index);
          });
          for (let index = 0; index < operations; index++) await queue.get();
          await producer;
        });
      },
    },
    {
      name: "Effect",
      work: async (operations) => {
        const program = Effect.gen(function* () {
          const queue = yield* EffectQueue.bounded<number>(1);
          yield* Effect.forkChild(
            Effect.gen(function* () {
              for (let index = 0; index < operations; index++) yield* EffectQueue.offer(queue, index);
            }),
          );
          for (let index = 0; index < operations; index++) yield* EffectQueue.take(queue);
        });
        await Effect.runPromise(program);
      },
    },
    ...asyncio("queue_hand_off"),
  ],
  goals: [{ ours: "baedal", peer: "Effect", atMost: 0.35 }],
};
