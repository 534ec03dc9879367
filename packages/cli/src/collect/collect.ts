import { StoreWriteError } from "@baedal/collect";
import { readCertificates } from "../certificates/read-certificates.ts";
import { CommandError } from "../errors.ts";
import type { CollectOptions } from "../options/collect-options.ts";
import { tellAsJson } from "../progress/tell-as-json.ts";
import { writeComparison } from "../report/comparison-file.ts";
import { listenForInterrupts } from "../terminal/interrupts.ts";
import { chooseView } from "./choose-view.ts";
import { type CollectRequest, collectRequest } from "./collect-request.ts";
import { collectSequentially } from "./collect-sequentially.ts";
import { hasStore } from "../store/has-store.ts";
import { nameOptions } from "./name-options.ts";
import { type ConfigFile, readConfig } from "./read-config.ts";
import { runCollection, type RunResult, type Watching } from "./run-collection.ts";

/** What stands on the command line. */
export interface CollectLine {
  readonly urls: readonly string[];
  readonly options: CollectOptions;
  /** The names of the options that were typed, the others being defaults. */
  readonly typed: ReadonlySet<string>;
}

/** Collects what the command line asks for and returns the exit code. */
export async function collect(line: CollectLine): Promise<number> {
  let isJson = line.options.json === true;
  try {
    const file = await readConfig(line.options.config);
    isJson ||= file.config["json"] === true;
    return await collectWith(file, line);
  } catch (error) {
    if (!isJson) throw error;
    return tellAsJson(error, (text) => void process.stderr.write(text));
  }
}

async function collectWith(file: ConfigFile, { urls, options, typed }: CollectLine): Promise<number> {
  try {
    const request = collectRequest(urls, { options, typed, config: file.config });
    if (request.library.ca !== undefined) await readCertificates(request.library.ca);
    return await perform(request);
  } catch (error) {
    throw nameOptions(error, typed, file);
  }
}

async function perform(request: CollectRequest): Promise<number> {
  const { directory } = request.library;
  const rehearsal = chooseView("first, one request at a time", request);
  const view = chooseView(`collecting into ${directory}`, request);
  using interrupts = listenForInterrupts(() => {
    rehearsal.abandon();
    view.cut(howToGoOn(request));
  });
  // With --quiet errors only are told.
  if (!request.quiet) for (const message of request.idle) view.problem(message);
  const sequential = request.compare ? await collectSequentially(request, { view: rehearsal, interrupts }) : undefined;
  if (interrupts.exitCode !== undefined) return interrupts.exitCode;
  const result = await collectInto(request, { view, interrupts });
  const exitCode = finish(request, result, { view, interrupts, sequential });
  if (sequential !== undefined && result.summary.ending === "done") {
    await writeComparison(directory, { sequentialMs: sequential, concurrentMs: result.summary.elapsed });
  }
  return exitCode;
}

function howToGoOn({ compare }: CollectRequest): string {
  return `stopped at once; the same command ${compare ? "without --compare " : ""}goes on where it stopped`;
}

/** As `runCollection`; an error of the disk promises no pages where none were kept. */
async function collectInto(request: CollectRequest, watching: Watching): Promise<RunResult> {
  try {
    return await runCollection(request, watching);
  } catch (error) {
    if (!(error instanceof StoreWriteError) || hasStore(request.library.directory)) throw error;
    // Messages say what went wrong before the semicolon, and the way out after it.
    const [wrong = error.message] = error.message.split("; ", 1);
    throw new CommandError(`${wrong}; nothing was collected, name another directory with -o DIR`, {
      code: error.code,
      exitCode: error.exitCode,
      cause: error,
    });
  }
}

interface Ending extends Watching {
  /** Milliseconds that one request at a time took, where that was asked for. */
  readonly sequential: number | undefined;
}

function finish(
  request: CollectRequest,
  { summary, failures }: RunResult,
  { view, interrupts, sequential }: Ending,
): number {
  const exitCode = interrupts.exitCode ?? summary.exitCode;
  const { directory } = request.library;
  view.finish({ summary, failed: failures.count, failures: failures.first, directory, sequential, exitCode });
  return exitCode;
}
