import {
  CapacityLimiter,
  Condition,
  createTask,
  currentTask,
  Future,
  gather,
  Lock,
  run,
  Semaphore,
  sleep,
} from "baedal";
import {
  emit,
  emptyState,
  isTracing,
  liveTasks,
  liveWaits,
  record,
  reduce,
  reduceAll,
  reduceTask,
  subscribe,
  type TraceEvent,
} from "baedal/trace";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** An event without its time, with task names in place of numbers. */
function told(events: readonly TraceEvent[]): string[] {
  const names = new Map<number, string>([[0, "outside"]]);
  return events.map((event) => {
    if (event.kind === "spawn") names.set(event.task, event.name);
    const name = names.get(event.task) ?? "?";
    switch (event.kind) {
      case "spawn":
        return `${names.get(event.parent)} spawns ${name}`;
      case "wait":
        return `${name} waits for ${event.on}${event.onTask === undefined ? "" : ` (${names.get(event.onTask)})`}`;
      case "wake":
        return `${name} is woken from ${event.on} by ${names.get(event.by)}`;
      case "cancel":
        return `${names.get(event.by)} cancels ${name}: ${event.message}`;
      case "end":
        return `${name} ${event.outcome}${event.error === undefined ? "" : ` with ${event.error}`}`;
      default:
        return `${name} ${event.kind}`;
    }
  });
}

describe("record", () => {
  test("refuses a capacity that is not a positive whole number", () => {
    for (const capacity of [0, -1, 1.5, Number.NaN]) expect(() => record({ capacity })).toThrow(RangeError);
  });

  test("tells the life of tasks: who waits for what, who wakes and cancels whom", async () => {
    using recorder = record();
    await run(
      async () => {
        const bowl = new Future<void>();
        const eater = createTask(async () => await bowl, { name: "eater" });
        const guest = createTask(async () => await new Future<void>(), { name: "guest" });
        await sleep(0);
        bowl.setResult();
        guest.cancel("closing");
        await eater;
        await guest.catch(() => {});
      },
      { name: "main" },
    );
    expect(told(recorder.trace().events)).toEqual([
      "outside spawns main",
      "main start",
      "main spawns eater",
      "main spawns guest",
      "main waits for sleep 0 ms",
      "eater start",
      "eater waits for a future",
      "guest start",
      "guest waits for a future",
      "main is woken from sleep 0 ms by outside",
      "eater is woken from a future by main",
      "main cancels guest: closing",
      "guest is woken from a future by main",
      "main waits for task 'eater' (eater)",
      "eater finished",
      "main is woken from task 'eater' by eater",
      "guest cancelled",
      "main finished",
    ]);
  });

  test("tells why a task failed", async () => {
    using recorder = record({ level: "tree" });
    await run(async () => {
      throw new RangeError("too far");
    }).catch(() => {});
    expect(told(recorder.trace().events).at(-1)).toMatch(/failed with RangeError: too far$/);
  });

  test("at level tree leaves waits out", async () => {
    using recorder = record({ level: "tree" });
    await run(async () => await sleep(1));
    expect(recorder.trace().events.map((event) => event.kind)).toEqual(["spawn", "start", "end"]);
  });

  test("at level tree leaves waits out also while another recorder takes them", async () => {
    using full = record();
    using tree = record({ level: "tree" });
    await run(async () => await sleep(1));
    expect(full.trace().events.map((event) => event.kind)).toEqual(["spawn", "start", "wait", "wake", "end"]);
    expect(tree.trace().events.map((event) => event.kind)).toEqual(["spawn", "start", "end"]);
  });

  test("of two waits at once never loses the one that is left", async () => {
    using recorder = record({ capacity: 8 });
    await run(async () => {
      const both = async (): Promise<unknown> => await Promise.all([new Future(), sleep(0)]);
      createTask(both, { name: "patient" });
      for (let turn = 0; turn < 50; turn++) await sleep(0);
      const patient = [...reduceAll(recorder.trace().events).tasks.values()].find((task) => task.name === "patient");
      expect(patient).toMatchObject({ state: "waiting", waits: ["a future"] });
    });
  });

  test("counts what it drops, and never loses a task that lives", async () => {
    using recorder = record({ capacity: 8 });
    await run(async () => {
      createTask(async () => await new Future(), { name: "patient" });
      for (let turn = 0; turn < 50; turn++) await sleep(0);
      const trace = recorder.trace();
      expect(trace.dropped).toBeGreaterThan(80);
      const patient = [...reduceAll(trace.events).tasks.values()].find((task) => task.name === "patient");
      expect(patient).toMatchObject({ state: "waiting", waits: ["a future"] });
    });
  });

  test("ends when it is disposed of", async () => {
    const recorder = record();
    expect(isTracing()).toBe(true);
    recorder[Symbol.dispose]();
    expect(isTracing()).toBe(false);
    await run(async () => {});
    expect(recorder.trace().events).toEqual([]);
  });

  test("takes events of other packages, under the task that sent them", async () => {
    using recorder = record();
    await run(async () => emit("kitchen:dish", { name: "jjajangmyeon" }), { name: "cook" });
    emit("kitchen:closed", {});
    const events = recorder.trace().events.filter((event) => event.kind.startsWith("kitchen:"));
    expect(told(recorder.trace().events)).toContain("cook kitchen:dish");
    expect(events.map((event) => event.task > 0)).toEqual([true, false]);
    expect(events[0]).toMatchObject({ data: { name: "jjajangmyeon" } });
  });

  test("takes them under another task too, for callbacks that run elsewhere", async () => {
    using recorder = record();
    const [cook] = await run(async () => [currentTask()], { name: "cook" });
    emit("kitchen:dish", {}, { task: cook, at: 12 });
    emit("kitchen:closed", {}, { task: undefined, at: 13 });
    expect(told(recorder.trace().events).slice(-2)).toEqual(["cook kitchen:dish", "outside kitchen:closed"]);
    expect(recorder.trace().events.at(-2)).toMatchObject({ at: 12 });
  });
});

describe("A wait that a cancellation ends, though what is waited for cannot be cancelled any more,", () => {
  test("is over in the trace too", async () => {
    using recorder = record();
    await run(async () => {
      const child = createTask(() => sleep(1), { name: "child" });
      const outer = gather([child]);
      const waiting = createTask(async () => {
        await outer.catch(() => {});
        await sleep(2);
      });
      child.addDoneCallback(() => void waiting.cancel());
      await Promise.allSettled([waiting]);
    });
    const { events } = recorder.trace();
    const waits = told(events).filter((line) => line.includes("gather of 1"));
    expect(waits.length).toBe(2); // one wait, one wake
    for (const task of reduceAll(events).tasks.values()) expect(task.waits).toEqual([]);
  });
});

describe("reduce", () => {
  test("shows each task with its state, waits and cancellations", async () => {
    using recorder = record();
    await run(
      async () => {
        const two = createTask(async () => await Promise.all([sleep(1000), new Future()]), { name: "two" });
        await sleep(0);
        const view = [...reduceAll(recorder.trace().events).tasks.values()].find((task) => task.name === "two");
        expect(view).toMatchObject({ state: "waiting", waits: ["sleep 1000 ms", "a future"], cancels: 0 });
        two.cancel();
        await two.catch(() => {});
        const ended = [...reduceAll(recorder.trace().events).tasks.values()].find((task) => task.name === "two");
        expect(ended).toMatchObject({ state: "done", outcome: "cancelled", waits: [], cancels: 1 });
      },
      { name: "main" },
    );
  });

  test("leaves the tasks as they are for kinds it does not know and tasks it never saw", () => {
    const event = (kind: string): TraceEvent => ({ kind, at: 5, task: 9, data: {} }) as TraceEvent;
    for (const kind of ["http:phase", "newer", "end", "wake"]) {
      expect(reduce(emptyState, event(kind))).toEqual({ ...emptyState, at: 5 });
    }
  });

  test("is pure, and one event at a time gives what all at once give", () => {
    const kinds = fc.constantFrom("spawn", "start", "wait", "wake", "cancel", "end");
    const events = fc.array(
      fc.record({ kind: kinds, at: fc.nat(), task: fc.integer({ min: 1, max: 4 }), on: fc.constantFrom("a", "b") }),
    );
    fc.assert(
      fc.property(events, (made) => {
        const list = made.map((event) => ({
          ...event,
          name: "n",
          parent: 0,
          by: 0,
          message: "",
          outcome: "finished",
        })) as TraceEvent[];
        const states = list.map((_, index) => list.slice(0, index + 1).reduce(reduce, emptyState));
        const copy = structuredClone(states[0]);
        expect(states.at(-1) ?? emptyState).toEqual(reduceAll(list));
        expect(states[0]).toEqual(copy);
        expect(emptyState.tasks.size).toBe(0);
      }),
    );
  });

  test("takes the same step for a task by itself", () => {
    const spawn: TraceEvent = { kind: "spawn", at: 0, task: 1, name: "cook", parent: 0 };
    const wait: TraceEvent = { kind: "wait", at: 2, task: 1, on: "sleep 5 ms" };
    const created = reduceTask(undefined, spawn);
    expect(created).toEqual(reduceAll([spawn]).tasks.get(1));
    expect(reduceTask(created, wait)).toEqual(reduceAll([spawn, wait]).tasks.get(1));
    expect(reduceTask(undefined, wait)).toBeUndefined();
    expect(reduceTask(created, { kind: "http:end", at: 3, task: 1, data: {} })).toBeUndefined();
  });

  test("keeps what a task holds, how long it computed, what was lost and when the loop last stood still", () => {
    const blocked: TraceEvent = { kind: "blocked", at: 3, task: 1, duration: 120 };
    const events: TraceEvent[] = [
      { kind: "spawn", at: 0, task: 1, name: "cook", parent: 0 },
      { kind: "resource", at: 1, task: 1, action: "acquired", resource: "Lock 'stove'" },
      { kind: "resource", at: 1, task: 1, action: "acquired", resource: "Lock 'sink'" },
      { kind: "busy", at: 2, task: 1, duration: 4 },
      { kind: "busy", at: 6, task: 1, duration: 8 },
      { kind: "resource", at: 14, task: 1, action: "released", resource: "Lock 'stove'" },
      { kind: "drop", at: 15, task: 0, count: 7 },
      blocked,
    ];
    const state = reduceAll(events);
    expect(state).toMatchObject({ at: 15, dropped: 7, lastBlocked: blocked });
    expect(state.tasks.get(1)).toMatchObject({ holds: ["Lock 'sink'"], busy: 12 });
    expect(events.reduce(reduce, emptyState)).toEqual(state);
  });
});

describe("reduce", () => {
  test("leaves a task done, whatever is settled that it had not awaited", async () => {
    using recorder = record();
    await run(
      async () => {
        const bowl = new Future<void>();
        void bowl.then(() => {});
        createTask(async () => {
          try {
            await sleep(60_000); // until the run ends
          } finally {
            bowl.setResult();
          }
        });
        await sleep(0);
      },
      { name: "main" },
    );
    const { events } = recorder.trace();
    const main = events.find((event) => event.kind === "spawn" && "name" in event && event.name === "main")?.task;
    const ownKinds = events.filter(({ task }) => task === main).map(({ kind }) => kind);
    expect(ownKinds.lastIndexOf("wake")).toBeGreaterThan(ownKinds.indexOf("end"));
    expect(reduceAll(events).tasks.get(main ?? 0)).toMatchObject({ state: "done", outcome: "finished", waits: [] });
  });
});

describe("subscribe", () => {
  test("hands over the events of its level as they happen, until it is disposed of", async () => {
    const seen: string[] = [];
    const waits: string[] = [];
    {
      using _tree = subscribe((event) => void seen.push(event.kind), "tree");
      using _full = subscribe((event) => void (event.kind === "wait" && waits.push(event.on)));
      await run(async () => await sleep(0));
    }
    expect({ seen, waits }).toEqual({ seen: ["spawn", "start", "end"], waits: ["sleep 0 ms"] });
    await run(async () => await sleep(0));
    expect({ tracing: isTracing(), seen: seen.length }).toEqual({ tracing: false, seen: 3 });
  });
});

test('level "lives" has no events of other packages, and does not make them', async () => {
  const kinds: string[] = [];
  using _ = subscribe((event) => void kinds.push(event.kind), "lives");
  await run(async () => {
    expect(isTracing()).toBe(false);
    emit("kitchen:dish", {});
    await sleep(0);
  });
  expect(kinds).toEqual(["spawn", "start", "end"]);
});

test("liveWaits tells who waits for what, several waits of a task each by itself", async () => {
  const bowl = new Future<void>();
  await run(
    async () => {
      const both = createTask(async () => await Promise.all([bowl, sleep(60_000)]), { name: "both" });
      await sleep(0);
      const words = liveWaits().map(({ task, on }) => `${liveTasks().get(task)?.name}: ${on}`);
      expect(words.toSorted()).toEqual([`both: ${bowl.description}`, "both: sleep 60000 ms"].toSorted());
      both.cancel();
    },
    { name: "main" },
  );
});

describe("liveTasks", () => {
  test("knows the tasks of every run, by the numbers that events have, for as long as they live", async () => {
    const spawned: number[] = [];
    using _ = subscribe((event) => void (event.kind === "spawn" && spawned.push(event.task)));
    const open = new Future<void>();
    const first = run(async () => await open, { name: "first" });
    const second = run(async () => await createTask(async () => await open, { name: "child" }), { name: "second" });
    await new Promise(setImmediate);
    const outside = createTask(async () => {}, { name: "outside" });
    const names = new Map([...liveTasks()].map(([id, task]) => [id, task.name]));
    expect([...names.keys()].toSorted((a, b) => a - b)).toEqual(spawned);
    expect([...names.values()].toSorted()).toEqual(["child", "first", "outside", "second"]);
    open.setResult();
    await Promise.all([first, second, outside]);
    expect([...liveTasks().keys()]).toEqual([]);
  });
});

describe("resource events", () => {
  test("of something acquired before the recording take nothing else away", () => {
    const spawn: TraceEvent = { kind: "spawn", at: 0, task: 1, name: "cook", parent: 0 };
    const held = (action: "acquired" | "released", resource: string): TraceEvent => ({
      kind: "resource",
      at: 1,
      task: 1,
      resource,
      action,
    });
    const state = reduceAll([spawn, held("acquired", "Lock 'b'"), held("released", "Lock 'a'")]);
    expect(state.tasks.get(1)?.holds).toEqual(["Lock 'b'"]);
  });

  /** Who got and gave back what while a function ran. */
  async function holds(body: () => Promise<unknown>): Promise<string[]> {
    using recorder = record();
    await run(body, { name: "main" });
    const { events } = recorder.trace();
    const { tasks } = reduceAll(events);
    return events.flatMap((event) =>
      event.kind === "resource" && "resource" in event
        ? [`${tasks.get(event.task)?.name} ${event.action} ${String(event.resource)}`]
        : [],
    );
  }

  test("tell who holds a lock from when to when, whoever hands it on", async () => {
    const till = new Lock({ name: "till" });
    const pay = async (): Promise<void> => {
      using _ = await till.acquire();
      await sleep(0);
    };
    const holding = await holds(async () => {
      await gather(["first", "second"].map((name) => createTask(pay, { name })));
    });
    expect(holding).toEqual([
      "first acquired Lock 'till'",
      "first released Lock 'till'",
      "second acquired Lock 'till'",
      "second released Lock 'till'",
    ]);
  });

  test("pair what a semaphore gives out, also when another task releases it, and its guard does so again", async () => {
    const holding = await holds(async () => {
      const seats = new Semaphore(1);
      const guest = createTask(
        async () => {
          using _ = await seats.acquire();
          await sleep(0);
          await sleep(0);
        },
        { name: "guest" },
      );
      await sleep(0);
      seats.release();
      await guest;
    });
    expect(holding).toEqual(["guest acquired Semaphore", "guest released Semaphore"]);
  });

  test("name the borrower of a token, or who borrows for it", async () => {
    const holding = await holds(async () => {
      const stoves = new CapacityLimiter(2, { name: "stoves" });
      const cook = createTask(() => sleep(0), { name: "cook" });
      await stoves.acquireOnBehalfOf(cook);
      using _ = await stoves.acquireOnBehalfOf({});
      stoves.releaseOnBehalfOf(cook);
      await cook;
    });
    expect(holding).toEqual([
      "cook acquired CapacityLimiter 'stoves'",
      "main acquired CapacityLimiter 'stoves'",
      "cook released CapacityLimiter 'stoves'",
      "main released CapacityLimiter 'stoves'",
    ]);
  });

  test("show that waiting at a condition lets its lock go", async () => {
    const holding = await holds(async () => {
      const condition = new Condition();
      const waiting = createTask(
        async () => {
          using _ = await condition.acquire();
          await condition.wait();
        },
        { name: "waiting" },
      );
      await sleep(0);
      {
        using _ = await condition.acquire();
        condition.notify();
      }
      await waiting;
    });
    expect(holding.map((line) => line.replace(/ (Lock|Condition)$/, ""))).toEqual([
      "waiting acquired",
      "waiting released",
      "main acquired",
      "main released",
      "waiting acquired",
      "waiting released",
    ]);
  });

  test("are not sent to who asks for the tree only", async () => {
    using recorder = record({ level: "tree" });
    await run(async () => (await new Lock().acquire())[Symbol.dispose]());
    expect(recorder.trace().events.map(({ kind }) => kind)).toEqual(["spawn", "start", "end"]);
  });
});
