import { currentRun } from "../run-state.ts";
import { Scope } from "../scope.ts";
import type { ForeignEvent } from "./event.ts";
import { traceStream } from "./stream.ts";

/** Whether anybody records; ask before making the data of an event. */
export function isTracing(): boolean {
  return traceStream.level > 0;
}

/**
 * Sends an event of another package under the current task; does nothing while nobody records.
 *
 * @param kind - `package:what`, documented by that package
 * @param data - plain data, without secrets
 *
 * @example
 * ```ts
 * import { emit, isTracing } from "baedal/trace";
 *
 * if (isTracing()) emit("kitchen:dish", { name: "jjajangmyeon", minutes: 12 });
 * ```
 */
export function emit(kind: ForeignEvent["kind"], data: ForeignEvent["data"]): void {
  if (traceStream.level === 0) return;
  const task = Scope.current<{ readonly id: number }>()?.owner.id ?? 0;
  traceStream.send({ kind, at: currentRun().clock.now(), task, data });
}
