import { printable } from "../terminal/printable.ts";
import { listenForInterrupts } from "../terminal/interrupts.ts";
import { exitCode } from "../exit-code.ts";
import { writeToStdout } from "../write-to-stdout.ts";
import { attach } from "./attach.ts";
import { type ProcessView, viewOfProcess } from "./view-of-process.ts";

/** How the tasks of a process are printed. */
export interface PrintTreesOptions {
  /** One JSON object in place of the trees. */
  readonly json: boolean;
  /** Milliseconds. */
  readonly patience: number;
}

/**
 * `baedal ps`: the tree of every run in a process, once.
 *
 * @returns the exit code
 */
export async function printTrees(pid: number, { json, patience }: PrintTreesOptions): Promise<number> {
  using interrupts = listenForInterrupts();
  try {
    const view = await look(pid, patience, interrupts.signal);
    if (json) await writeToStdout([`${JSON.stringify({ pid, runs: view.runs })}\n`]);
    else if (view.trees.length > 0) await writeToStdout([`${view.trees.map(printable).join("\n\n")}\n`]);
    else process.stderr.write(`baedal: no task is alive in process ${pid}\n`);
    return exitCode.done;
  } catch (error) {
    if (interrupts.exitCode === undefined) throw error;
    return interrupts.exitCode;
  }
}

async function look(pid: number, patience: number, signal: AbortSignal): Promise<ProcessView> {
  await using attached = await attach(pid, { signal, patience });
  if (attached.wasClosed) process.stderr.write(`baedal: ${openedNote(pid)}\n`);
  return await viewOfProcess(pid, attached.connection, patience);
}

/** What else was to be seen of it there. */
export function openedNote(pid: number): string {
  return `opened the inspector of process ${pid}, which prints "Debugger listening" there, and closes it afterwards`;
}
