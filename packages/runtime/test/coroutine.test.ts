import { coroutine, Coroutine, createTask, currentTask, gather, run, RuntimeError, sleep } from "baedal";
import { runProgram } from "./run-program.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const warnings: Error[] = [];
const listener = (warning: Error): void => void warnings.push(warning);

beforeEach(() => {
  warnings.length = 0;
  process.on("warning", listener);
});
afterEach(() => void process.off("warning", listener));

/** Warnings are emitted on the next tick. */
const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("coroutine", () => {
  test("refuses what is not a function", () => {
    expect(() => coroutine(5 as never)).toThrow(TypeError);
  });

  test("runs nothing when it is called", async () => {
    const log: string[] = [];
    const deliver = coroutine(async (name: string) => void log.push(name));
    await run(async () => {
      const call = deliver("A");
      expect(call).toBeInstanceOf(Coroutine);
      await sleep(0);
      expect(log).toEqual([]);
      await call;
      expect(log).toEqual(["A"]);
    });
  });

  test("cannot be awaited twice", async () => {
    const once = coroutine(async () => 1);
    await run(async () => {
      const call = once();
      await call;
      await expect(call).rejects.toThrow("cannot reuse already awaited coroutine");
      await expect(call).rejects.toThrow(RuntimeError);
    });
  });

  test("cannot be given to createTask after it was awaited", async () => {
    const once = coroutine(async () => 1);
    await run(async () => {
      const call = once();
      await call;
      await expect(createTask(call)).rejects.toThrow(/cannot reuse/);
    });
  });

  test("runs inside the task that awaits it", async () => {
    const who = coroutine(async () => currentTask()?.name);
    expect(await run(async () => await who(), { name: "main" })).toBe("main");
  });

  test("is a method where it is one: this is what it was called on", async () => {
    class Kitchen {
      readonly bowls = 3;
      readonly count = coroutine(async function (this: Kitchen, eaten: number) {
        return this.bowls - eaten;
      });
    }
    expect(await run(async () => await new Kitchen().count(1))).toBe(2);
  });

  test("takes arguments and gives the awaited result", async () => {
    const add = coroutine(async (a: number, b: number) => a + b);
    const result: number = await run(async () => await add(1, 2));
    expect(result).toBe(3);
  });

  test("turns an error thrown at once into a rejection", async () => {
    const bad = coroutine((): number => {
      throw new Error("at once");
    });
    await expect(run(async () => await bad())).rejects.toThrow("at once");
  });

  test("is given to run itself", async () => {
    const main = coroutine(async function main() {
      return currentTask()?.name;
    });
    expect(await run(main())).toBe("main");
  });
});

describe("a coroutine that is never awaited", () => {
  test("is reported when run ends, with its name and the place where the function was wrapped", async () => {
    const delivery = coroutine(async function delivery() {});
    await run(async () => void delivery());
    await nextTick();
    expect(warnings.map((warning) => warning.name)).toEqual(["RuntimeWarning"]);
    expect(warnings[0]?.message).toMatch(/^coroutine 'delivery' was never awaited \(wrapped at .*coroutine\.test\.ts/);
  });

  test("is reported in the order of making, however many there are", async () => {
    const wrapped = (name: string): (() => Coroutine<void>) => coroutine(async () => {}, { name });
    await run(async () => ["first", "second", "third"].forEach((name) => void wrapped(name)()));
    await nextTick();
    expect(warnings.map(({ message }) => message.split("'")[1])).toEqual(["first", "second", "third"]);
  });

  test("outside run is reported also when the program ends by process.exit()", async () => {
    const program = runProgram(`
      import { coroutine } from "baedal";
      coroutine(async function delivery() {})();
      process.exit(3);
    `);
    const { code, stderr } = await program.ending;
    expect(code).toBe(3);
    expect(stderr.match(/RuntimeWarning: coroutine 'delivery' was never awaited/g)?.length).toBe(1);
  });

  test("outside run is reported once when the program ends by itself", async () => {
    const program = runProgram('import { coroutine } from "baedal"; coroutine(async function delivery() {})();');
    expect((await program.ending).stderr.match(/coroutine 'delivery' was never awaited/g)?.length).toBe(1);
  });

  test("is reported with the place of the call too in debug mode", async () => {
    const delivery = coroutine(async function delivery() {});
    await run(async () => void delivery(), { debug: true });
    await nextTick();
    expect(warnings[0]?.message).toMatch(/\(wrapped at .*coroutine\.test\.ts.*, called at .*coroutine\.test\.ts/);
  });

  test("is not reported once it was closed", async () => {
    const delivery = coroutine(async () => {});
    await run(async () => delivery().close());
    await nextTick();
    expect(warnings).toEqual([]);
  });

  test("is not reported when a gather with a limit gave up before it", async () => {
    const fail = coroutine(async () => {
      throw new Error("first");
    });
    const rest = coroutine(async () => "never");
    await run(async () => {
      await expect(gather([fail(), rest(), rest()], { limit: 1 })).rejects.toThrow("first");
    });
    await nextTick();
    expect(warnings).toEqual([]);
  });
});
