import { createTask, Event, Future, run } from "baedal";
import { Deferred, Effect } from "effect";
import type { Comparison } from "../compare.ts";
import { asyncio } from "./asyncio.ts";
import { inTask, Thenable } from "./thenable.ts";

async function native(operations: number): Promise<void> {
  let ping = Promise.withResolvers<void>();
  let pong = Promise.withResolvers<void>();
  const left = async (): Promise<void> => {
    for (let turn = 0; turn < operations / 2; turn++) {
      await ping.promise;
      ping = Promise.withResolvers();
      pong.resolve();
    }
  };
  const right = async (): Promise<void> => {
    for (let turn = 0; turn < operations / 2; turn++) {
      ping.resolve();
      await pong.promise;
      pong = Promise.withResolvers();
    }
  };
  await Promise.all([left(), right()]);
}

async function thenables(operations: number, later: boolean): Promise<void> {
  let ping = new Thenable(later);
  let pong = new Thenable(later);
  const left = async (): Promise<void> => {
    for (let turn = 0; turn < operations / 2; turn++) {
      await ping;
      ping = new Thenable(later);
      pong.setResult();
    }
  };
  const right = async (): Promise<void> => {
    for (let turn = 0; turn < operations / 2; turn++) {
      ping.setResult();
      await pong;
      pong = new Thenable(later);
    }
  };
  await Promise.all([inTask(left), inTask(right)]);
}

async function futures(operations: number): Promise<void> {
  let ping = new Future<void>();
  let pong = new Future<void>();
  await run(async () => {
    const left = createTask(async () => {
      for (let turn = 0; turn < operations / 2; turn++) {
        await ping;
        ping = new Future();
        pong.setResult();
      }
    });
    for (let turn = 0; turn < operations / 2; turn++) {
      ping.setResult();
      await pong;
      pong = new Future();
    }
    await left;
  });
}

async function events(operations: number): Promise<void> {
  const ping = new Event();
  const pong = new Event();
  await run(async () => {
    const left = createTask(async () => {
      for (let turn = 0; turn < operations / 2; turn++) {
        await ping.wait();
        ping.clear();
        pong.set();
      }
    });
    for (let turn = 0; turn < operations / 2; turn++) {
      ping.set();
      await pong.wait();
      pong.clear();
    }
    await left;
  });
}

async function deferreds(operations: number): Promise<void> {
  const program = Effect.gen(function* () {
    let ping = yield* Deferred.make<void>();
    let pong = yield* Deferred.make<void>();
    yield* Effect.forkChild(
      Effect.gen(function* () {
        for (let turn = 0; turn < operations / 2; turn++) {
          yield* Deferred.await(ping);
          ping = Deferred.makeUnsafe();
          yield* Deferred.succeed(pong, undefined);
        }
      }),
    );
    for (let turn = 0; turn < operations / 2; turn++) {
      yield* Deferred.succeed(ping, undefined);
      yield* Deferred.await(pong);
      pong = Deferred.makeUnsafe();
    }
  });
  await Effect.runPromise(program);
}

/** Parking a task and waking it, back and forth. */
export const pingPong: Comparison = {
  title: "park + wake",
  operations: 200_000,
  contenders: [
    { name: "native withResolvers", work: native },
    { name: "floor: thenable", work: (operations) => thenables(operations, false) },
    { name: "floor: cancellable until it goes on", work: (operations) => thenables(operations, true) },
    { name: "baedal Future", work: futures },
    { name: "baedal Event", work: events },
    { name: "Effect Deferred", work: deferreds },
    ...asyncio("future_ping_pong"),
  ],
  goals: [
    { ours: "baedal Future", peer: "native withResolvers", atMost: 1.5 },
    { ours: "baedal Event", peer: "native withResolvers", atMost: 1.5 },
  ],
};
