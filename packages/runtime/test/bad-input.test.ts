import {
  asCompleted,
  Condition,
  coroutine,
  createTask,
  Event,
  ExceptionGroup,
  gather,
  Lock,
  PriorityQueue,
  Queue,
  run,
  RuntimeError,
  shield,
  sleep,
  sleepSync,
  taskGroup,
  timeoutAt,
  wait,
  waitFor,
} from "baedal";
import { callLater, onRunEnd, suspend } from "baedal/lowlevel";
import { explore, VirtualClock } from "baedal/testing";
import { record, subscribe } from "baedal/trace";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";

/** What plain JavaScript, or a cast, gives a function that the types would keep it from. */
const wrong = (value: unknown): never => value as never;

describe("Wrong use is refused, with the way out", () => {
  const cook = coroutine(async function cook() {});

  test("a coroutine that is given away a second time, whatever to", async () => {
    await run(async () => {
      const call = cook();
      await call;
      const reused = "cannot reuse already awaited coroutine 'cook'; call the function again for a new one";
      await expect(createTask(call)).rejects.toThrow(reused);
      await expect(gather([call])).rejects.toThrow(reused);
      await expect(shield(call)).rejects.toThrow(reused);
      await expect(waitFor(call, 10)).rejects.toThrow(reused);
      await expect(taskGroup(async (group) => group.createTask(call))).rejects.toThrow("unhandled errors");
    });
  });

  test("a promise that runs already where only what has not started can be owned", async () => {
    const wayOut = "Wait for that with ensureFuture(promise), or pass a function: createTask(() => …)";
    await run(async () => {
      expect(() => createTask(wrong(Promise.resolve()))).toThrow(wayOut);
      expect(() => createTask(wrong(sleep(1)))).toThrow(wayOut);
      await taskGroup(async (group) => {
        expect(() => group.createTask(wrong(Promise.resolve()))).toThrow(wayOut);
      });
    });
    await expect(run(wrong(Promise.resolve()))).rejects.toThrow("pass a function: run(() => …)");
  });

  test("elements of gather that are not awaitable, and what is no array", () => {
    expect(() => gather([() => 1, wrong(5)])).toThrow("gather() cannot await element 1: the number 5");
    expect(() => gather(wrong(new Set()))).toThrow("gather() needs an array of awaitables, not an instance of Set");
    expect(() => gather(wrong(cook))).toThrow("gather() needs an array of awaitables, not the function cook");
    expect(() => gather(wrong(new Array(1)))).toThrow("gather() cannot await element 0: undefined");
  });

  test("what cannot be awaited with a limit", async () => {
    await expect(waitFor(wrong(5), 10)).rejects.toThrow(
      "waitFor() needs a coroutine, a function, a task, a future or a promise, not the number 5",
    );
  });

  test("a deadline that is a duration", async () => {
    await expect(timeoutAt(wrong({ seconds: 1 }), async () => {})).rejects.toThrow(
      "must be a time on the clock of now()",
    );
  });

  test("names and options of another type", () => {
    expect(() => coroutine(async () => {}, { name: wrong(5) })).toThrow(
      "The name of a coroutine must be a string, not the number 5",
    );
    expect(() => new Lock(wrong("till"))).toThrow(
      'The options of this Lock must be an object, such as { name: "till" }, not the string "till"',
    );
    expect(() => new Event(wrong(null))).toThrow(TypeError);
  });

  test("options of a task that are no options", () => {
    expect(() => createTask(async () => {}, wrong("courier"))).toThrow(
      'The options of createTask() must be an object, not the string "courier"; it takes name, eager',
    );
    expect(() => createTask(async () => {}, wrong(null))).toThrow("not null");
  });

  test("options that are none, and names that no option has, where a limit would silently be none", async () => {
    const task = createTask(async () => {});
    expect(() => gather([task], wrong(5))).toThrow("The options of gather() must be an object, not the number 5");
    expect(() => gather([task], wrong({ limt: 2 }))).toThrow(
      'gather() has no option "limt"; it takes returnExceptions, limit',
    );
    await expect(wait([task], wrong(100))).rejects.toThrow("The options of wait() must be an object");
    expect(() => asCompleted([task], wrong({ concurrency: 5 }))).toThrow('asCompleted() has no option "concurrency"');
    await expect(run(async () => {}, wrong("main"))).rejects.toThrow("The options of run() must be an object");
    await expect(run(async () => {}, wrong({ clock: null }))).rejects.toThrow("must be a Clock");
    await expect(explore(async () => {}, wrong(5))).rejects.toThrow("it takes runs, seed");
    expect(() => coroutine(async () => {}, wrong("cook"))).toThrow("The options of coroutine()");
    expect(() => record(wrong({ levels: "full" }))).toThrow('record() has no option "levels"');
    await task;
  });

  test("levels and receivers of the trace, without an end to other recordings", async () => {
    using recorder = record();
    expect(() => record({ level: wrong("everything") })).toThrow("A level of the trace is lives, tree, full, busy");
    expect(() => subscribe(() => {}, wrong("waits"))).toThrow('not the string "waits"');
    expect(() => subscribe(wrong(undefined))).toThrow("subscribe() needs a function that takes events");
    await run(async () => await sleep(0));
    expect(recorder.trace().events.length).toBeGreaterThan(0);
  });

  test("times that would stop a clock, or block for ever", () => {
    const clock = new VirtualClock();
    for (const delay of [undefined, -50, Infinity, Number.NaN, { seconds: 1 }]) {
      expect(() => clock.sleepSync(wrong(delay))).toThrow(RangeError);
    }
    expect(clock.now()).toBe(0);
    expect(() => sleepSync(Infinity)).toThrow("block this thread for ever");
    expect(() => callLater(Number.NaN, () => {})).toThrow(TypeError);
    expect(() => callLater(5, wrong(null))).toThrow("callLater() needs a function, not null");
    expect(() => onRunEnd(wrong(5))).toThrow(TypeError);
  });

  test("what suspend() could not undo, or not say", () => {
    expect(() => suspend(() => wrong(5), "a bell")).toThrow("how to undo it, a function, or nothing, not the number 5");
    expect(() => suspend(() => {}, wrong(undefined))).toThrow("suspend() needs what is waited for in words");
  });

  test("a comparison that says nothing", async () => {
    const compare = (a: number, b: number): never => wrong(a > b);
    const queue = new PriorityQueue<number>(0, { compare });
    queue.putNowait(1);
    expect(() => queue.putNowait(2)).toThrow("compare of a PriorityQueue must give a number");
  });

  test("what is no way to split a group", () => {
    const group = new ExceptionGroup("two failed", [new TypeError("a"), new RangeError("b")]);
    const foreign = runInNewContext("TypeError") as typeof TypeError;
    expect(group.split(foreign)).toEqual([undefined, group]);
    expect(() => group.split(URL)).toThrow("need a class of errors; the function URL is none");
    expect(() => group.split(wrong(async () => true))).toThrow("must answer at once");
  });

  test("words for true and false, which JavaScript takes for true", async () => {
    await expect(run(async () => {}, { debug: wrong("no") })).rejects.toThrow(
      'debug of run() must be true or false, not the string "no"',
    );
    await expect(run(async () => {}, { handleSignals: wrong(0) })).rejects.toThrow("handleSignals of run()");
    expect(() => createTask(async () => {}, { eager: wrong(1) })).toThrow("eager of createTask()");
    expect(() => gather([], { returnExceptions: wrong("no") })).toThrow("returnExceptions of gather()");
    expect(() => new Queue().shutdown(wrong({ immediate: true }))).toThrow("immediate of shutdown()");
  });

  test("a group of no errors, or of what is none", () => {
    expect(() => new ExceptionGroup("nothing failed", [])).toThrow("it needs at least one error");
    expect(() => new ExceptionGroup(wrong([new RuntimeError("failed")]), wrong("swapped"))).toThrow(
      "the message is an array of 1",
    );
    expect(() => new ExceptionGroup("one failed", wrong(new RuntimeError("failed")))).toThrow(
      "the errors are an instance of RuntimeError",
    );
  });

  test("a number of waiters to wake that is none", async () => {
    const changed = new Condition();
    using _held = await changed.acquire();
    expect(() => changed.notify(wrong("all"))).toThrow(
      'The count of notify() must be a whole number of at least 0, not the string "all"',
    );
    expect(() => changed.notify(-1)).toThrow(RangeError);
  });

  test("what selects no errors of a group", () => {
    const group = new ExceptionGroup("one", [new RuntimeError("failed")]);
    expect(() => group.split(wrong("RuntimeError"))).toThrow("need a class of errors or a predicate");
    expect(() => group.subgroup(wrong(undefined))).toThrow(TypeError);
  });
});
