import type { Debugger, Session } from "node:inspector";
import type { RunningTask } from "./control.ts";
import { ownerOf } from "./owner-of.ts";

/** A function on the stack of the blocked thread. Line and column from 0, as the code that runs has them. */
export interface StackFrame {
  readonly function: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
  /** What stands in the `sourceMappingURL` of its script; empty for none. */
  readonly sourceMap: string;
}

/** What a blocked thread was doing. */
export interface Stack {
  readonly frames: readonly StackFrame[];
  readonly task: RunningTask | undefined;
}

/**
 * Stops the blocked main thread where it is, reads its stack and the task that it is in, and lets it go on. A session is
 * opened for this moment only: one that stays open slows every await down and keeps the process from ending.
 *
 * @param goesOn - resolves when the loop turns again, so that there is nothing to read any more
 * @param standsStill - whether it has not turned yet
 * @returns undefined when the loop turned first, or when another debugger holds the thread
 */
export async function readStack(
  session: Session,
  goesOn: Promise<void>,
  standsStill: () => boolean,
): Promise<Stack | undefined> {
  session.connectToMainThread();
  try {
    const scripts = new Map<string, Debugger.ScriptParsedEventDataType>();
    session.on("Debugger.scriptParsed", ({ params }) => void scripts.set(params.scriptId, params));
    // Somebody else's pause is told before the answer, and is not ours to end.
    let isEnabled = false;
    const paused = new Promise<Debugger.PausedEventDataType | undefined>((resolve) => {
      session.on("Debugger.paused", ({ params }) => resolve(isEnabled ? params : undefined));
    });
    // Both at once: native code is not interrupted, and what it returns to may call nothing after the next function.
    session.post("Debugger.enable", () => (isEnabled = true));
    session.post("Debugger.pause");
    const pause = await Promise.race([paused, goesOn]);
    if (pause === undefined) return undefined;
    // Paused in the middle of what came after, it is let go by the end of the session.
    if (!standsStill()) return undefined;
    const frames = pause.callFrames.map((frame) => frameOf(frame, scripts));
    // In one of the program's own: Node's may run where its context is set aside.
    const own = Math.max(
      0,
      frames.findIndex((frame) => ownerOf(frame.url) !== "Node"),
    );
    const task = await taskIn(session, pause.callFrames[own]?.callFrameId);
    await ask(session, "Debugger.resume");
    return { frames, task };
  } finally {
    session.disconnect();
  }
}

function frameOf(
  { functionName, location }: Debugger.CallFrame,
  scripts: ReadonlyMap<string, Debugger.ScriptParsedEventDataType>,
): StackFrame {
  const { scriptId, lineNumber: line, columnNumber: column = 0 } = location;
  const { url = "", sourceMapURL: sourceMap = "" } = scripts.get(scriptId) ?? {};
  return { function: functionName, url, line, column, sourceMap };
}

/**
 * Runs in the blocked thread. The layout is that of the registry of `baedal` (process/registry.ts), which costs the
 * program nothing until somebody asks.
 */
const currentTask = `(() => {
  const registry = globalThis[Symbol.for("baedal/1")];
  let scope = registry?.layout === 1 ? registry.scopes.getStore() : undefined;
  while (scope?.closed) scope = scope.outer;
  const task = scope?.owner;
  if (typeof task?.id !== "number") return;
  const at = task.run.clock.now();
  const isReal = Math.abs(at - performance.now()) < 5;
  return { id: task.id, name: String(task.name), ...(isReal ? {} : { at }) };
})()`;

async function taskIn(session: Session, callFrameId: string | undefined): Promise<RunningTask | undefined> {
  if (callFrameId === undefined) return undefined;
  const request = { callFrameId, expression: currentTask, returnByValue: true, silent: true };
  const answer = await ask(session, "Debugger.evaluateOnCallFrame", request);
  return (answer as Debugger.EvaluateOnCallFrameReturnType).result.value as RunningTask | undefined; // undefined if it threw
}

/** The declarations have an overload for any method before those that tell what each gives. */
function ask(session: Session, method: string, parameters: object = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    session.post(method, parameters, (error, answer) => {
      if (error === null) resolve(answer);
      else reject(error);
    });
  });
}
