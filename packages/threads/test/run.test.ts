import { CancelledError, gather, now, run, sleep } from "baedal";
import { NotCloneableError, UnknownFunctionError, WorkerPool } from "@baedal/threads";
import { describe, expect, test } from "vitest";
import { entered, makeGate, open } from "./gate.ts";
import { workUrl } from "./work-url.ts";
import type * as work from "./work.ts";
import { cpuBound } from "./work.ts";

type Work = typeof work;

describe("an error that the function throws", () => {
  test("comes through with name, message, stack, cause and its own properties", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const error = await pool.run("fail").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({
      name: "Shortage",
      message: "no bowls left",
      code: "ERR_SHORTAGE",
      missing: { bowls: 3 },
      stack: expect.stringMatching(/^Shortage: no bowls left\n +at fail \(.*work\.ts:\d+/),
      cause: expect.objectContaining({ name: "TypeError", message: "the shelf is empty" }),
    });
    expect((error as Error).cause).toBeInstanceOf(TypeError);
  });

  test("lists what it listed on the thread, and leaves out what cannot be copied", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const error = await pool.run("fail").catch((thrown: unknown) => thrown);
    expect(Object.keys(error as object)).toEqual(["code", "missing"]);
  });

  test("keeps the errors of an AggregateError", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const error = await pool.run("failTogether").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({ errors: [{ message: "first" }, { name: "Shortage", code: "ERR_SHORTAGE" }] });
  });

  test("may be its own cause", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const error = await pool.run("failInCircle").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: "round and round" });
    expect((error as Error).cause).toBe(error);
  });

  test("may be the platform's", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const error = await pool.run("failAsPlatform").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DOMException);
    expect(error).toMatchObject({ name: "TimeoutError", message: "out of time" });
  });

  test("need not be an error", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    await expect(pool.run("throwValue", { status: 503 })).rejects.toEqual({ status: 503 });
    await expect(pool.run("throwValue", undefined)).rejects.toThrow("throwValue threw undefined");
    await expect(pool.run("throwFunction")).rejects.toMatch(/=>/);
  });

  test("leaves the thread as it is", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    expect(await pool.run("count")).toBe(1);
    await expect(pool.run("fail")).rejects.toThrow("no bowls left");
    expect(await pool.run("count")).toBe(2);
  });
});

describe("a function that the module does not have", () => {
  test.each(["cpubound", "notAFunction", "Shortage", "toString", "default"])(
    "%s: the error lists those it has",
    async (name) => {
      await using pool = new WorkerPool(workUrl, { threads: 1 });
      const error = await pool.run(name).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UnknownFunctionError);
      expect(error).toMatchObject({ code: "ERR_BAEDAL_UNKNOWN_FUNCTION", functionName: name });
      expect((error as UnknownFunctionError).message).toMatch(
        new RegExp(String.raw`work\.ts exports no function ${name}; it exports add, answer, .*\bcpuBound\b`),
      );
      expect((error as UnknownFunctionError).functions).not.toContain("Shortage");
    },
  );
});

describe("what is no name of a function is refused at once", () => {
  test.each([
    [cpuBound, "the function cpuBound"],
    [() => 1, "a function"],
    [Symbol("add"), "a symbol"],
    [undefined, "undefined"],
    [["add"], "an array of 1"],
  ])("%o", async (name, description) => {
    await using pool = new WorkerPool(workUrl, { threads: 1 });
    expect(() => pool.run(name as never)).toThrow(
      new TypeError(
        `run() takes the name of an exported function, not ${description}; export the function from the module of the pool, and pass its name as a string`,
      ),
    );
    expect(pool.statistics().alive).toBe(0);
  });
});

describe("what cannot be copied", () => {
  test("is named where it stands in an argument", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const error = await pool.run("ignore", 1, { steps: ["a", () => 1] }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotCloneableError);
    expect(error).toMatchObject({
      code: "ERR_BAEDAL_NOT_CLONEABLE",
      message:
        "Argument 2 of ignore (at .steps[1]) cannot be copied to another thread: () => 1 could not be cloned; pass plain data",
    });
  });

  test.each([
    ["a function", () => 1, "Argument 1 of ignore cannot"],
    ["a symbol", Symbol("x"), "Argument 1 of ignore cannot"],
    ["a promise", Promise.resolve(1), "Argument 1 of ignore cannot"],
    ["a promise inside", { user: Promise.resolve(1) }, "Argument 1 of ignore (at .user) cannot"],
    ["a function in a Map", new Map([["a", () => 1]]), "Argument 1 of ignore cannot"],
  ])("%s is refused", async (_, value, beginning) => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    await expect(pool.run("ignore", value)).rejects.toThrow(beginning);
  });

  test("is a getter that throws; the cause is what it threw", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const cause = new Error("the shelf is empty");
    const shelf = Object.defineProperty({}, "bowls", {
      enumerable: true,
      get: () => {
        throw cause;
      },
    });
    const error = await pool.run("ignore", [{ shelf }]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotCloneableError);
    expect((error as Error).message).toBe(
      "Argument 1 of ignore (at [0].shelf.bowls) cannot be copied to another thread: the shelf is empty; pass plain data",
    );
    expect((error as Error).cause).toBe(cause);
    expect(await pool.run("add", 1, 2)).toBe(3);
  });

  test("is what is nested too deeply", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    let nested: object = {};
    for (let level = 0; level < 20_000; level++) nested = { nested };
    await expect(pool.run("ignore", 1, nested)).rejects.toThrow(
      /^Argument 2 of ignore cannot be copied to another thread: Maximum call stack size exceeded/,
    );
  });

  test("is a revoked proxy", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    await expect(pool.run("ignore", { proxy })).rejects.toThrow(
      /^Argument 1 of ignore \(at \.proxy\) cannot be copied/,
    );
  });

  test("is refused as a result, and the thread goes on", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    expect(await pool.run("count")).toBe(1);
    await expect(pool.run("giveFunction")).rejects.toThrow(
      /^The result of giveFunction cannot be copied to another thread/,
    );
    expect(await pool.run("count")).toBe(2);
  });

  test("as the first argument of all leaves the thread in order", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    await expect(pool.run("ignore", () => 1)).rejects.toThrow(NotCloneableError);
    expect(await pool.run("add", 1, 2)).toBe(3);
  });
});

describe("run", () => {
  test("calls a function of the module on another thread", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    expect(await pool.run("add", 20, 22)).toBe(42);
    expect(await pool.run("whereAmI")).toMatchObject({ main: false });
  });

  test("awaits an async function, and copies structured data both ways", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const value = { at: new Date(0), names: new Set(["a"]), big: 10n ** 30n, none: undefined };
    expect(await pool.run("slowly", value, 1)).toEqual(value);
  });

  test("computes the number that the function computes here", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    expect(await pool.run("cpuBound", 12)).toBe(cpuBound(12));
  });

  test("lets the loop go on while the function computes", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
      const gate = makeGate();
      const spinning = pool.run("spin", gate);
      await entered(gate);
      // On the thread of the loop these would never come to an end, and `spin` neither.
      const start = now();
      for (let tick = 0; tick < 10; tick++) await sleep(1);
      expect(now()).toBeGreaterThan(start);
      expect(spinning.done()).toBe(false);
      open(gate);
      expect(await spinning).toBe("let go");
    });
  });

  test("uses as many threads as it may, and no more", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 3 });
    const gates = [makeGate(), makeGate(), makeGate()];
    const spinning = gates.map((gate) => pool.run("spin", gate));
    const more = pool.run("add", 1, 1);
    await Promise.all(gates.map(entered));
    expect(pool.statistics()).toMatchObject({ threads: 3, alive: 3, running: 3, queued: 1 });
    gates.forEach(open);
    expect(await more).toBe(2);
    await Promise.all(spinning);
    expect(pool.statistics()).toMatchObject({ alive: 3, running: 0, queued: 0, completed: 4 });
  });

  test("starts a thread only when a job needs one", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 4 });
    expect(pool.statistics().alive).toBe(0);
    for (let i = 1; i <= 5; i++) expect(await pool.run("count")).toBe(i);
    expect(pool.statistics().alive).toBe(1);
  });

  test("gives results in the order asked for under gather", async () => {
    await run(async () => {
      await using pool = new WorkerPool<Work>(workUrl, { threads: 2 });
      const numbers = Array.from({ length: 200 }, (_, index) => index);
      expect(await gather(numbers.map((number) => pool.run("add", number, number)))).toEqual(numbers.map((n) => 2 * n));
    });
  });

  test("counts how jobs ended and how long threads had them", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    await pool.run("slowly", 1, 20);
    await expect(pool.run("fail")).rejects.toThrow("no bowls left");
    const gate = makeGate();
    const spinning = pool.run("spin", gate);
    await entered(gate);
    const before = pool.statistics();
    expect(before).toMatchObject({ running: 1, completed: 1, failed: 1, cancelled: 0 });
    expect(before.busy).toBeGreaterThan(18);
    spinning.cancel();
    const after = pool.statistics();
    expect(after).toMatchObject({ running: 0, completed: 1, failed: 1, cancelled: 1 });
    expect(after.busy).toBeGreaterThanOrEqual(before.busy);
    await expect(spinning).rejects.toThrow(CancelledError);
  });
});
