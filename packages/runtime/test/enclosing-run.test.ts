import { createTask, run } from "baedal";
import { enclosingRun } from "baedal/lowlevel";
import { expect, test } from "vitest";

test("The enclosing run is one for all its tasks, another one for each run, and none outside", async () => {
  const first = await run(async () => [enclosingRun(), await createTask(async () => enclosingRun())]);
  const second = await run(async () => [enclosingRun()]);
  expect(first[0]).toBeInstanceOf(Object);
  expect(first[1]).toBe(first[0]);
  expect(second[0]).not.toBe(first[0]);
  expect(enclosingRun()).toBeUndefined();
});

test("What goes on after the end of a run is in none", async () => {
  const over = Promise.withResolvers<void>();
  const [after] = await run(async () => [over.promise.then(enclosingRun)]);
  over.resolve();
  expect(await after).toBeUndefined();
});
