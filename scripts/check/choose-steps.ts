import type { Step } from "./step.ts";

/** The steps of those names, in the order of the check; all of them when no name is given. */
export function chooseSteps(steps: readonly Step[], names: readonly string[]): readonly Step[] {
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no step "${unknown}"; there are ${steps.map((step) => step.name).join(", ")}`);
  }
  return names.length === 0 ? steps : steps.filter((step) => names.includes(step.name));
}
