import { describeValue } from "../errors/describe-value.ts";
import { type TraceLevel, type TraceReceiver, traceStream } from "../trace/stream.ts";

/**
 * Hands every event to `receiver` as it happens, for tools that keep them in their own way; `record` keeps them in memory.
 *
 * @param receiver - runs in the middle of what it is told of: it must be quick and must not throw
 * @param level - `"lives"`: of tasks; `"tree"`: the events of other packages too; `"full"`: waits and wakes as well;
 *   `"busy"`: also how long tasks compute. @default "full"
 * @returns ends it when it is disposed of
 *
 * @example
 * ```ts
 * import { run, sleep } from "baedal";
 * import { subscribe } from "baedal/trace";
 *
 * let spawned = 0;
 * {
 *   using _ = subscribe((event) => {
 *     if (event.kind === "spawn") spawned++;
 *   }, "tree");
 *   await run(async () => await sleep(5));
 * }
 * console.log(spawned); // 1
 * ```
 */
export function subscribe(receiver: TraceReceiver, level: TraceLevel = "full"): Disposable {
  if (typeof receiver !== "function") {
    throw new TypeError(`subscribe() needs a function that takes events, not ${describeValue(receiver)}`);
  }
  // A function of its own, so that the same receiver may be given twice and each is ended by itself.
  const own: TraceReceiver = (event) => receiver(event);
  traceStream.add(own, level);
  return { [Symbol.dispose]: () => traceStream.remove(own) };
}
