import { describeValue } from "./describe-value.ts";

/**
 * Refuses what cannot be the name of a function, first of all the function itself: it cannot go to another thread.
 *
 * @throws TypeError
 */
export function requireFunctionName(name: unknown): asserts name is string {
  if (typeof name === "string") return;
  const advice = "export the function from the module of the pool, and pass its name as a string";
  throw new TypeError(`run() takes the name of an exported function, not ${describeValue(name)}; ${advice}`);
}
