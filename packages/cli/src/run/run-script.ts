import { existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { join, resolve } from "node:path";
import { describeError } from "../describe-error.ts";
import { UsageError } from "../errors.ts";
import { exitCode } from "../exit-code.ts";
import type { RecordingConfig } from "../recording/recording-config.ts";
import { writeTrace } from "../trace/write-trace.ts";
import { makeSpoolFor } from "./check-target.ts";
import { requireFreePort } from "./require-free-port.ts";
import type { RunRequest } from "./run-request.ts";
import { runProcess, type ScriptEnd } from "./script-process.ts";
import { spoolSource } from "./spool-source.ts";

/** Milliseconds that the event loop may stand still before a recording tells of it. */
const usuallySlow = 100;

/**
 * Runs a script and writes what happened in it.
 *
 * @returns the script's exit code; a signal that ended the script ends this process too
 * @throws UsageError before anything runs
 */
export async function runScript(request: RunRequest): Promise<number> {
  requireScript(request.script);
  const { trace, inspect = 0 } = request;
  if (inspect > 0) await requireFreePort(inspect);
  if (trace === undefined) {
    const end = await runProcess(scriptOf(request));
    // Whoever opens the address from now on is told nothing by the browser.
    if (request.inspect !== undefined) process.stderr.write(`baedal: the program has ended, and its live page too\n`);
    return endAs(end);
  }
  const { end, failed } = await record(request, makeSpoolFor(trace.file));
  return endAs(end, failed);
}

async function record(request: RunRequest, directory: string): Promise<{ end: ScriptEnd; failed: boolean }> {
  try {
    const end = await runProcess(scriptOf(request, { directory, limit: request.traceLimit }));
    return { end, failed: await writeResult(request, directory, end) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function scriptOf(request: RunRequest, spool?: RecordingConfig["spool"]): Parameters<typeof runProcess>[0] {
  const { script: path, args, inspect, slow, busy } = request;
  if (spool === undefined && inspect === undefined && slow === undefined) return { path, args };
  const recording: RecordingConfig = {
    busy,
    watch: { slow: slow ?? usuallySlow, announce: slow !== undefined },
    ...(spool !== undefined && { spool: { ...spool, directory: resolve(spool.directory) } }),
    ...(inspect !== undefined && { live: { port: inspect, command: commandOf(request) } }),
  };
  return { path, args, recording };
}

/** What the recording calls the program. */
function commandOf({ script, args }: RunRequest): string {
  return [script, ...args].join(" ");
}

/** @returns whether it failed; the script has ended all the same, and its end comes first */
async function writeResult(request: RunRequest, directory: string, end: ScriptEnd): Promise<boolean> {
  const { trace } = request;
  if (trace === undefined) return false;
  try {
    await writeTrace(trace.file, trace.form, spoolSource(directory, { ...end, command: commandOf(request) }));
    if (process.stderr.isTTY) process.stderr.write(`baedal: what happened is in ${trace.file}\n`);
    return false;
  } catch (error) {
    process.stderr.write(`baedal: ${describeError(error)}\n`);
    return true;
  }
}

/** Ends as the script did, so that whoever started the command cannot tell the difference. */
function endAs(end: ScriptEnd, failed = false): number {
  if (end.signal === undefined) return end.exitCode === 0 && failed ? exitCode.disk : (end.exitCode ?? exitCode.done);
  process.exitCode = 128 + constants.signals[end.signal];
  process.kill(process.pid, end.signal);
  return 128 + constants.signals[end.signal]; // for a signal that this platform does not send to oneself
}

/** Node would tell it with a stack trace of its loader. */
function requireScript(script: string): void {
  if (existsSync(script)) return;
  try {
    createRequire(join(process.cwd(), "run")).resolve(resolve(script));
  } catch (cause) {
    throw new UsageError(`Cannot run ${script}: there is no such file`, { cause });
  }
}
