import { EventEmitter } from "node:events";
import {
  asCompleted,
  Condition,
  createTask,
  Event,
  Future,
  gather,
  isTimeout,
  Queue,
  race,
  run,
  shield,
  sleep,
  taskGroup,
  timeout,
  wait,
  waitFor,
} from "baedal";
import { suspend } from "baedal/lowlevel";
import { record, type TraceEvent } from "baedal/trace";
import { describe, expect, test } from "vitest";

/** Who woke a task from what begins with `on`, by name; "nobody" is the event loop. */
async function wakersOf(name: string, on: string, program: () => Promise<unknown>): Promise<string[]> {
  const events = await recorded(program);
  const names = new Map(events.flatMap((event) => (event.kind === "spawn" ? [[event.task, event.name]] : [])));
  return events.flatMap((event) => {
    if (event.kind !== "wake" || names.get(event.task) !== name || !event.on.startsWith(on)) return [];
    return [event.by === 0 ? "nobody" : (names.get(event.by) ?? "?")];
  });
}

async function recorded(program: () => Promise<unknown>): Promise<readonly TraceEvent[]> {
  using recorder = record();
  await run(program, { name: "main" });
  return recorder.trace().events;
}

const cook = (name: string, time: number): Future<void> => createTask(() => sleep(time), { name });

describe("Who waits for several is woken", () => {
  test("from a gather by the child that finished last", async () => {
    const cooking = async (): Promise<unknown> => await gather([cook("slow", 20), cook("fast", 5)]);
    expect(await wakersOf("main", "gather", cooking)).toEqual(["slow"]);
  });

  test("from a gather by the child whose error decided it", async () => {
    const cooking = async (): Promise<unknown> => {
      const burns = createTask(
        async () => {
          await sleep(5);
          throw new Error("burnt");
        },
        { name: "burns" },
      );
      return await gather([cook("slow", 20), burns]).catch(() => {});
    };
    expect(await wakersOf("main", "gather", cooking)).toEqual(["burns"]);
  });

  test("from a gather by who settled the future in it that was settled last", async () => {
    const cooking = async (): Promise<unknown> => {
      const bowl = new Future<void>();
      const filling = async (): Promise<void> => {
        await sleep(10);
        bowl.setResult();
        await sleep(10);
      };
      createTask(filling, { name: "fills" });
      return await gather([cook("fast", 5), bowl]);
    };
    expect(await wakersOf("main", "gather", cooking)).toEqual(["fills"]);
  });

  test("from a gather inside a gather by the last child of the inner one", async () => {
    const cooking = async (): Promise<unknown> =>
      await gather([cook("fast", 5), gather([cook("slow", 20), cook("middling", 10)])]);
    expect(await wakersOf("main", "gather of 2", cooking)).toEqual(["slow"]);
  });

  test("from a wait by the first child, or by nobody where its time was up", async () => {
    const first = async (): Promise<unknown> =>
      await wait([cook("slow", 20), cook("fast", 5)], { returnWhen: "firstCompleted" });
    expect(await wakersOf("main", "wait for", first)).toEqual(["fast"]);
    const late = async (): Promise<unknown> => await wait([cook("slow", 20)], { timeout: 5 });
    expect(await wakersOf("main", "wait for", late)).toEqual(["nobody"]);
  });

  test("from the end of a task group by the child that finished last", async () => {
    const cooking = async (): Promise<unknown> =>
      await taskGroup((group) => {
        group.createTask(() => sleep(20), { name: "slow" });
        group.createTask(() => sleep(5), { name: "fast" });
      });
    expect(await wakersOf("main", "task group", cooking)).toEqual(["slow"]);
  });

  test("in a task group that fails, the siblings by the one that failed", async () => {
    const cooking = async (): Promise<unknown> =>
      await taskGroup((group) => {
        group.createTask(() => sleep(1000), { name: "sibling" });
        const burning = async (): Promise<void> => {
          await sleep(5);
          throw new Error("burnt");
        };
        group.createTask(burning, { name: "burns" });
      }).catch(() => {});
    expect(await wakersOf("sibling", "sleep", cooking)).toEqual(["burns"]);
  });

  test("from a shield, a race and asCompleted by the child", async () => {
    const shielded = async (): Promise<unknown> => await shield(cook("cook", 5));
    expect(await wakersOf("main", "shield", shielded)).toEqual(["cook"]);
    const racing = async (): Promise<unknown> => await race([cook("slow", 20), cook("fast", 5)]);
    expect(await wakersOf("main", "wait for 2", racing)).toEqual(["fast"]);
    const inTurn = async (): Promise<void> => {
      for await (const _done of asCompleted([cook("slow", 20), cook("fast", 5)]));
    };
    expect(await wakersOf("main", "a future", inTurn)).toEqual(["fast", "slow"]);
  });
});

test("A wake says in the words of the wait what is over, also where the number of those that are done stands in them", async () => {
  const events = await recorded(async () => {
    await gather([cook("first", 1), cook("second", 5)]);
    await wait([cook("third", 1), cook("fourth", 5)]);
    await taskGroup((group) => {
      group.createTask(() => sleep(1));
      group.createTask(() => sleep(5));
    });
  });
  const main = events[0]?.task;
  const words = (kind: "wait" | "wake"): string[] =>
    events.flatMap((event) => (event.kind === kind && event.task === main ? [event.on] : []));
  expect(words("wait")).toEqual(["gather of 2", "wait for 2 (allCompleted)", "task group of 2"]);
  expect(words("wake")).toEqual(words("wait"));
});

describe("Who waits for a signal is woken", () => {
  test("from a queue by who put the item, though that waits meanwhile", async () => {
    const passing = async (): Promise<void> => {
      const queue = new Queue<number>();
      const putting = async (): Promise<void> => {
        await sleep(5);
        queue.putNowait(1);
        await sleep(5);
      };
      createTask(putting, { name: "puts" });
      await queue.get();
    };
    expect(await wakersOf("main", "Queue.get", passing)).toEqual(["puts"]);
  });

  test("at a condition by who notified", async () => {
    const passing = async (): Promise<void> => {
      const condition = new Condition();
      const notifying = async (): Promise<void> => {
        using _permit = await condition.acquire();
        condition.notifyAll();
      };
      using _permit = await condition.acquire();
      createTask(notifying, { name: "notifies" });
      await condition.wait();
    };
    expect(await wakersOf("main", "Condition", passing)).toEqual(["notifies"]);
  });

  test("by one of several things that a task does at once", async () => {
    const passing = async (): Promise<void> => {
      const bell = new Event();
      const both = async (): Promise<unknown> => await Promise.all([sleep(20), sleep(5).then(() => bell.set())]);
      const ringing = createTask(both, { name: "rings" });
      await bell.wait();
      await ringing;
    };
    expect(await wakersOf("main", "Event", passing)).toEqual(["rings"]);
  });
});

describe("The event loop wakes, and no task,", () => {
  test("where a deadline is over", async () => {
    const waiting = async (): Promise<void> => {
      const work = createTask(() => sleep(1000), { name: "work" });
      await timeout(5, async () => await new Future()).catch(isTimeout);
      await waitFor(work, 5).catch(isTimeout);
    };
    expect(await wakersOf("main", "a future", waiting)).toEqual(["nobody"]);
    expect(await wakersOf("work", "sleep", waiting)).toEqual(["nobody"]);
  });

  test("where a callback does that runs in the context of a task that waits", async () => {
    const listening = async (): Promise<void> => {
      const door = new EventEmitter();
      // The timer carries the context of main, as a socket would that main has opened.
      setTimeout(() => door.emit("ring"), 5);
      const opens = createTask(
        () =>
          suspend<void>((future) => {
            door.once("ring", () => future.setResult());
          }, "the bell"),
        { name: "opens" },
      );
      await opens;
    };
    expect(await wakersOf("opens", "the bell", listening)).toEqual(["nobody"]);
  });
});
