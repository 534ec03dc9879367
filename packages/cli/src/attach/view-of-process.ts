import { cannotAttach, noTarget } from "./attach-errors.ts";
import { type InspectorConnection, NoAnswer } from "./inspector-connection.ts";

/** A live task, as the runtime tells it (see process-view.ts there). */
export interface OutsideTask {
  readonly id: number;
  readonly name: string;
  /** 0 for none. */
  readonly parent: number;
  readonly state: "running" | "waiting" | "elsewhere";
  readonly waits: readonly string[];
  readonly cancels: number;
  readonly seenFor: number;
  readonly cancelledFor: number;
}

/** What is found in a program. */
export interface ProcessView {
  /** The text tree of every run that has live tasks. */
  readonly trees: readonly string[];
  /** The live tasks of each. */
  readonly runs: readonly (readonly OutsideTask[])[];
}

/** The registry that every copy of the package joins. Works whatever the program has imported, and in the middle of anything. */
const question = `(() => {
  const registry = globalThis[Symbol.for("baedal/1")];
  if (registry === undefined) return JSON.stringify({ missing: true });
  if (registry.view === undefined) return JSON.stringify({ version: registry.version });
  return JSON.stringify({ trees: registry.view.trees(), runs: registry.view.runs() });
})()`;

/**
 * Asks a program for its tasks.
 *
 * @param patience - milliseconds
 */
export async function viewOfProcess(
  pid: number,
  connection: InspectorConnection,
  patience: number,
): Promise<ProcessView> {
  const answer = JSON.parse(await ask(pid, connection, patience)) as
    | ProcessView
    | { readonly missing: true }
    | { readonly version: string }; // the question says so
  if ("trees" in answer) return answer;
  if ("missing" in answer) {
    throw noTarget(`The main thread of process ${pid} has not imported baedal, so there are no tasks to show`);
  }
  throw cannotAttach(`Process ${pid} uses baedal ${answer.version}, which cannot be asked from outside; update it`);
}

async function ask(pid: number, connection: InspectorConnection, patience: number): Promise<string> {
  try {
    return String(await connection.evaluate(question, patience));
  } catch (cause) {
    if (!(cause instanceof NoAnswer)) throw cause;
    throw cannotAttach(
      `The main thread of process ${pid} has not answered for ${patience / 1000} s: a native call blocks it, or it has ended`,
      { cause },
    );
  }
}
