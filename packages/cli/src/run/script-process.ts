import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { extname } from "node:path";
import { configVariable, type RecordingConfig } from "../recording/recording-config.ts";
import { flushed } from "../recording/flushed.ts";
import { forwardSignals } from "./forward-signals.ts";

/** How a script ended: with a code, or by a signal. */
export interface ScriptEnd {
  readonly pid: number;
  readonly exitCode?: number;
  readonly signal?: NodeJS.Signals;
}

/** A script and what it is started with. */
export interface Script {
  readonly path: string;
  readonly args: readonly string[];
  /** Undefined: it just runs. */
  readonly recording?: RecordingConfig;
}

/** Runs a script in a Node of its own, as if it had been started in place of this command, and waits for its end. */
export async function runProcess(script: Script): Promise<ScriptEnd> {
  const env = { ...process.env };
  if (script.recording !== undefined) env[configVariable] = JSON.stringify(script.recording);
  const child = spawn(process.execPath, nodeArguments(script), { stdio: "inherit", env });
  const directory = script.recording?.spool?.directory;
  using _ = forwardSignals(child, directory === undefined ? undefined : () => flushed(directory));
  return await endOf(child);
}

function nodeArguments({ path, args, recording }: Script): string[] {
  // Node strips types in place, so only what was compiled before needs a map.
  const maps = /^\.[cm]?js$/u.test(extname(path)) ? ["--enable-source-maps"] : [];
  const preload = new URL("../recording/preload.js", import.meta.url).href;
  return [...maps, ...(recording === undefined ? [] : ["--import", preload]), path, ...args];
}

async function endOf(child: ChildProcess): Promise<ScriptEnd> {
  // `once` rejects if the child cannot be started, and then there is no pid.
  const [exitCode, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null]; // child_process says so
  const pid = child.pid ?? 0;
  return { pid, ...(exitCode !== null && { exitCode }), ...(signal !== null && { signal }) };
}
