import { Scope } from "../scheduling/scope.ts";

/** The number of the current task in the stream of events; 0 outside tasks. */
export function currentTaskNumber(): number {
  return Scope.current<{ readonly id: number }>()?.owner.id ?? 0;
}
