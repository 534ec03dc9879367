import { inspect } from "node:util";
import { single } from "./step.ts";
import type { Outcome, Step } from "./step.ts";

/**
 * Runs the steps one after another, each of them whatever became of those before it, and prints a line for each. The
 * closing lines name what was not run, what needed a second try and what failed; the last line of all is
 * `N passed, N failed`; the result says whether all is well.
 */
export async function runSteps(steps: readonly Step[], print: (line: string) => void = console.log): Promise<boolean> {
  const outcomes: Outcome[] = [];
  const failures: string[] = [];
  for (const step of steps) {
    const start = performance.now();
    const outcome = await run(step);
    print(describe(step.name, outcome, performance.now() - start));
    outcomes.push(outcome);
    if (outcome.failed > 0) failures.push(...(outcome.failures ?? [step.name]));
  }
  for (const what of outcomes.flatMap((outcome) => outcome.notRun)) print(`not run here: ${what}`);
  for (const what of outcomes.flatMap(({ unsteady }) => unsteady ?? [])) print(`passed at the second try: ${what}`);
  for (const what of failures) print(`failed: ${what}`);
  const [passed, failed] = [sum(outcomes, "passed"), sum(outcomes, "failed")];
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}

/** A step that throws has failed. */
async function run(step: Step): Promise<Outcome> {
  try {
    return await step.run();
  } catch (error) {
    return single(false, inspect(error));
  }
}

function describe(name: string, outcome: Outcome, duration: number): string {
  const word = outcome.failed > 0 ? "FAIL" : outcome.passed > 0 ? "ok" : "--";
  const line = `${word.padEnd(5)} ${name.padEnd(10)} ${(duration / 1000).toFixed(1).padStart(6)} s`;
  if (outcome.failed === 0 || outcome.output === "") return line;
  return `${line}\n${outcome.output.trimEnd().replaceAll(/^/gm, "      ")}`;
}

function sum(outcomes: readonly Outcome[], key: "passed" | "failed"): number {
  return outcomes.reduce((total, outcome) => total + outcome[key], 0);
}
