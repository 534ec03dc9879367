import { milliseconds } from "baedal/lowlevel";
import { requireOptions } from "./require-options.ts";
import type { ClosePoolOptions } from "./worker-pool-options.ts";

const rule = {
  what: "close()",
  names: ["grace"] satisfies (keyof ClosePoolOptions)[],
  example: "{ grace: { seconds: 1 } }",
};

/**
 * How long `close` lets jobs go on, in milliseconds.
 *
 * @throws TypeError for an option that does not exist, and for what is no duration
 */
export function closeGrace(options: ClosePoolOptions): number {
  requireOptions(options, rule);
  const { grace = 5000 } = options;
  return milliseconds(grace, "grace of close()");
}
