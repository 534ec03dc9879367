import type { CollectOptions } from "../options/collect-options.ts";
import { listenForInterrupts } from "../terminal/interrupts.ts";
import { chooseView } from "./choose-view.ts";
import { type CollectRequest, collectRequest } from "./collect-request.ts";
import { collectSequentially } from "./collect-sequentially.ts";
import { readConfig } from "./read-config.ts";
import { runCollection, type RunResult, type Watching } from "./run-collection.ts";

/** What stands on the command line. */
export interface CollectLine {
  readonly urls: readonly string[];
  readonly options: CollectOptions;
  /** The names of the options that were typed, the others being defaults. */
  readonly typed: ReadonlySet<string>;
}

/** Collects what the command line asks for and returns the exit code. */
export async function collect({ urls, options, typed }: CollectLine): Promise<number> {
  const request = collectRequest(urls, { options, typed, config: await readConfig(options.config) });
  using interrupts = listenForInterrupts();
  const { directory } = request.library;
  const view = chooseView(`collecting into ${directory}`, request);
  const sequential = request.compare ? await collectSequentially(request, interrupts) : undefined;
  if (interrupts.exitCode !== undefined) return interrupts.exitCode;
  return finish(request, await runCollection(request, { view, interrupts }), { view, interrupts, sequential });
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
