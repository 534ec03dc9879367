import type { Future } from "baedal";
import { WorkerPool } from "@baedal/threads";
import { expect, expectTypeOf, test } from "vitest";
import { workUrl } from "./work-url.ts";
import type * as work from "./work.ts";

/** Never called: only the compiler looks at it. */
function typed(pool: WorkerPool<typeof work>): void {
  expectTypeOf(pool.run("cpuBound", 50)).toEqualTypeOf<Future<bigint>>();
  expectTypeOf(pool.run("add", 1, 2)).toEqualTypeOf<Future<number>>();
  // A promise is awaited.
  expectTypeOf(pool.run("reject")).toEqualTypeOf<Future<void>>();
  expectTypeOf(pool.run("whereAmI")).toEqualTypeOf<Future<{ main: boolean; thread: number }>>();
  expectTypeOf(pool.run("double", new Uint8Array(1))).toEqualTypeOf<Future<Uint8Array<ArrayBuffer>>>();
  expectTypeOf<Parameters<typeof pool.run<"add">>>().toEqualTypeOf<[name: "add", a: number, b: number]>();

  // @ts-expect-error no such function
  void pool.run("cpubound", 50);
  // @ts-expect-error no function
  void pool.run("notAFunction");
  // @ts-expect-error a class
  void pool.run("Shortage", "message");
  // @ts-expect-error wrong type of an argument
  void pool.run("cpuBound", "50");
  // @ts-expect-error too few arguments
  void pool.run("add", 1);
  // @ts-expect-error too many arguments
  void pool.run("cpuBound", 50, 51);
  // @ts-expect-error wrong use of the result
  void (pool.run("cpuBound", 50) satisfies Future<number>);
}

function untyped(pool: WorkerPool): void {
  expectTypeOf(pool.run("anything", 1, "two")).toEqualTypeOf<Future<unknown>>();
}

function withInterface(pool: WorkerPool<{ half(value: number): number }>): void {
  expectTypeOf(pool.run("half", 4)).toEqualTypeOf<Future<number>>();
}

function options(): void {
  // @ts-expect-error unknown option
  void new WorkerPool(workUrl, { thread: 1 });
  // @ts-expect-error wrong type
  void new WorkerPool(workUrl, { threads: "2" });
}

test("functions, arguments and results are typed by the module", () => {
  expect([typed, untyped, withInterface, options]).toHaveLength(4);
});
