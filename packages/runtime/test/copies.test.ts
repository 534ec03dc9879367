import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as baedal from "baedal";
import { afterAll, expect, test } from "vitest";
import { runProgram } from "./run-program.ts";

const folder = mkdtempSync(join(tmpdir(), "baedal-copy-"));
cpSync(join(import.meta.dirname, "../dist"), join(folder, "dist"), { recursive: true });
cpSync(join(import.meta.dirname, "../package.json"), join(folder, "package.json"));
const copy = (await import(pathToFileURL(join(folder, "dist/index.js")).href)) as typeof baedal;

afterAll(() => rmSync(folder, { recursive: true }));

test("A second copy of the package is another module", () => {
  expect(copy.run).not.toBe(baedal.run);
});

test("It joins the first: its tasks are tasks of the run around them, and can be cancelled from there", async () => {
  await baedal.run(
    async () => {
      expect(copy.currentTask()?.name).toBe("main");
      const task = copy.createTask(async () => await copy.sleep(60_000), { name: "theirs" });
      await baedal.sleep(0);
      expect([...baedal.allTasks()].map(({ name }) => name)).toEqual(["main", "theirs"]);
      task.cancel("from the other copy");
      await expect(task).rejects.toThrow("from the other copy");
    },
    { name: "main" },
  );
});

test("Errors, futures and coroutines of one are those of the other for instanceof", async () => {
  await baedal.run(async () => {
    expect(new copy.CancelledError()).toBeInstanceOf(baedal.CancelledError);
    expect(new copy.BrokenBarrierError()).toBeInstanceOf(baedal.RuntimeError);
    expect(new copy.CancelledError()).not.toBeInstanceOf(baedal.TimeoutError);
    const future = new copy.Future<number>();
    expect(future).toBeInstanceOf(baedal.Future);
    expect(future).not.toBeInstanceOf(baedal.Task);
    future.setResult(2);
    const work = copy.coroutine(async () => 1);
    expect(await baedal.gather([work(), future])).toEqual([1, 2]);
  });
});

test("A subclass of an error keeps instanceof to itself", () => {
  class Mine extends baedal.TimeoutError {}
  expect(new baedal.TimeoutError()).not.toBeInstanceOf(Mine);
  expect(new Mine()).toBeInstanceOf(Mine);
  expect(new Mine()).toBeInstanceOf(baedal.TimeoutError);
});

test("An incompatible copy warns with both paths and versions", async () => {
  const program = runProgram(`
    globalThis[Symbol.for("baedal/1")] = { layout: 0, version: "0.0.9", url: "file:///elsewhere/registry.js" };
    const { run } = await import("baedal");
    console.log(await run(async () => "works all the same"));
  `);
  const { stdout, stderr } = await program.ending;
  expect(stdout).toBe("works all the same\n");
  expect(stderr).toMatch(
    /RuntimeWarning: Two incompatible copies of baedal.*0\.0\.9 \(file:\/\/\/elsewhere.* and 0\.1\.0/,
  );
});
