import { noTarget } from "../attach/attach-errors.ts";
import { nodePrograms } from "../attach/node-programs.ts";
import { fit } from "../terminal/fit.ts";

/** The program that is meant where none is named: the only one there is. */
export function chooseProgram(): number {
  const programs = nodePrograms();
  const [first] = programs;
  if (first === undefined) throw noTarget("No Node program of yours is running; start one, or name another's process");
  if (programs.length === 1) return first.pid;
  const lines = programs.map(({ pid, command }) => `  ${String(pid).padStart(7)}  ${fit(command, 70)}`);
  throw noTarget(`Several Node programs are running; name one:\n${lines.join("\n")}`);
}
