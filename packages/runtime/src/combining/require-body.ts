import { describeValue } from "../errors/describe-value.ts";

/**
 * Refuses what is not the function that a scope runs.
 *
 * @param caller - the function that was called, such as `timeout()`
 * @param example - a body as it should be
 */
export function requireBody(body: unknown, caller: string, example: string): void {
  if (typeof body === "function") return;
  throw new TypeError(`${caller} needs a function as its body, such as ${example}, not ${describeValue(body)}`);
}
