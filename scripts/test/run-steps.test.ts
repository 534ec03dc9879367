import { expect, test } from "vitest";
import { chooseSteps } from "../check/choose-steps.ts";
import { runSteps } from "../check/run-steps.ts";
import { single } from "../check/step.ts";
import type { Outcome, Step } from "../check/step.ts";

const step = (name: string, outcome: Outcome): Step => ({ name, run: async () => outcome });
const good = step("good", single(true, ""));
const bad = step("bad", single(false, "what is wrong"));
const broken: Step = { name: "broken", run: () => Promise.reject(new Error("spawn ENOENT")) };
const absent = step("absent", { passed: 0, failed: 0, output: "", notRun: ["types of the benchmarks"] });

async function run(...steps: readonly Step[]): Promise<{ ok: boolean; lines: string[] }> {
  const lines: string[] = [];
  const ok = await runSteps(steps, (line) => lines.push(line));
  return { ok, lines };
}

test("a failed step fails the check, shows what is wrong and does not keep the others from running", async () => {
  const { ok, lines } = await run(bad, good);
  expect(ok).toBe(false);
  expect(lines[0]).toMatch(/^FAIL {2}bad +0\.0 s\n {6}what is wrong$/);
  expect(lines[1]).toMatch(/^ok {4}good +0\.0 s$/);
  expect(lines.at(-1)).toBe("1 passed, 1 failed");
});

test("a step that throws has failed", async () => {
  const { ok, lines } = await run(broken, good);
  expect(ok).toBe(false);
  expect(lines[0]).toContain("Error: spawn ENOENT");
  expect(lines.at(-1)).toBe("1 passed, 1 failed");
});

test("what cannot run here is named before the last line and counts as nothing", async () => {
  const { ok, lines } = await run(absent, good);
  expect(ok).toBe(true);
  expect(lines.slice(-2)).toEqual(["not run here: types of the benchmarks", "1 passed, 0 failed"]);
});

test("a check in which nothing ran has failed", async () => {
  expect(await run(absent)).toMatchObject({ ok: false });
  expect(await run()).toMatchObject({ ok: false, lines: ["0 passed, 0 failed"] });
});

test("what failed is named before the last line: the tests of a step, or the step", async () => {
  const failures = ["a.test.ts > is late: expected 1 to be 2"];
  const tests = step("tests", { passed: 41, failed: 1, output: "", notRun: [], failures });
  const { lines } = await run(bad, tests);
  const named = ["failed: bad", "failed: a.test.ts > is late: expected 1 to be 2"];
  expect(lines.slice(-3)).toEqual([...named, "41 passed, 2 failed"]);
});

test("what needed a second try is named, and fails nothing", async () => {
  const unsteady = ["a.test.ts > a page is slow: Timeout 30000ms exceeded"];
  const { ok, lines } = await run(step("tests", { passed: 41, failed: 0, output: "", notRun: [], unsteady }));
  expect(ok).toBe(true);
  expect(lines.slice(-2)).toEqual([`passed at the second try: ${unsteady[0]}`, "41 passed, 0 failed"]);
});

test("tests count one by one beside the steps", async () => {
  const tests = step("tests", { passed: 41, failed: 2, output: "", notRun: [] });
  expect((await run(good, tests)).lines.at(-1)).toBe("42 passed, 2 failed");
});

test("an unknown step is refused with the names of the known ones", () => {
  expect(() => chooseSteps([good, bad], ["god"])).toThrow('There is no step "god"; there are good, bad');
});

test("steps run in the order of the check, whatever the order of the names", () => {
  expect(chooseSteps([good, bad, broken], ["broken", "good"])).toEqual([good, broken]);
});
