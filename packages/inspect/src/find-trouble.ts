import type { TraceEvent } from "baedal/trace";
import { findLints } from "./analysis/lints/find-lints.ts";
import type { Finding } from "./analysis/lints/finding.ts";
import { TraceModel } from "./analysis/trace-model.ts";

/**
 * Looks for trouble that recorded events show, as the pages do: a blocked loop, tasks that never yielded, an unbounded
 * fan-out, a lock held across I/O, tasks that outlived their parent, swallowed cancellations. For tests, or a look at the end.
 *
 * @example
 * ```ts
 * import { findTrouble } from "@baedal/inspect";
 * import { createTask, run, sleep } from "baedal";
 * import { record } from "baedal/trace";
 *
 * using recorder = record();
 * await run(async () => {
 *   await createTask(() => void createTask(() => sleep(5), { name: "leak" }), { name: "handler" });
 * });
 * console.log(findTrouble(recorder.trace().events).map(({ code }) => code)); // [ 'outlived-parent' ]
 * ```
 */
export function findTrouble(events: Iterable<TraceEvent>): Finding[] {
  return findLints(new TraceModel().addAll(events));
}
