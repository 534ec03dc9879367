import {
  Condition,
  coroutine,
  createTask,
  Event,
  ExceptionGroup,
  gather,
  Lock,
  Queue,
  run,
  RuntimeError,
  shield,
  sleep,
  taskGroup,
  timeoutAt,
  waitFor,
} from "baedal";
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
      'The options of createTask() must be an object, such as { name: "courier" }, not the string "courier"',
    );
    expect(() => createTask(async () => {}, wrong(null))).toThrow("not null");
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
