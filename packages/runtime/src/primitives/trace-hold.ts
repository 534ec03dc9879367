import { currentRun } from "../scheduling/run-state.ts";
import type { Task } from "../tasks/task.ts";
import type { ResourceEvent } from "../trace/event.ts";
import { traceStream } from "../trace/stream.ts";
import type { HomeRun } from "./home-run.ts";

/**
 * Tells who got or gave back what. Only for level "full": the caller looks at the level, which is all that it costs otherwise.
 *
 * @param owner - the task that holds it, whoever acts for it; undefined for code outside tasks
 */
export function traceHold(action: ResourceEvent["action"], home: HomeRun, owner: Task<unknown> | undefined): void {
  const at = (owner?.run ?? currentRun()).clock.now();
  traceStream.send({ kind: "resource", at, task: owner?.id ?? 0, action, resource: home.words });
}
