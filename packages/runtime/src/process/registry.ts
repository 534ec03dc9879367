import { AsyncLocalStorage } from "node:async_hooks";

/**
 * What the whole process has once, whichever copies of this package it loads: the command and the script that it runs
 * have one copy each, and a task of one must be the current task of the other.
 */
interface Registry {
  /** Layout of this object; a copy with another one cannot join. */
  readonly layout: 1;
  readonly version: string;
  readonly url: string;
  /** The scope that the running code is in; every task and every `timeout` body has one. */
  readonly scopes: AsyncLocalStorage<unknown>;
  /** The wake-up queue (see ready.ts). */
  ready: unknown;
  /** The run that code outside `run` belongs to (see run-state.ts). */
  ambient: unknown;
  /** The runs that have not ended (see run-state.ts). */
  runs: unknown;
  /** The receiver of trace events (see trace/stream.ts). */
  trace: unknown;
  /** What tools see that attach to the process (see process-view.ts). */
  view: unknown;
  /** Number of the next task of the process. */
  nextTask: number;
}

const version = "0.1.0";
const key: unique symbol = Symbol.for("baedal/1");

function join(): Registry {
  const holder = globalThis as { [key]?: Registry };
  const found = holder[key];
  if (found?.layout === 1) return found;
  if (found !== undefined) {
    process.emitWarning(
      `Two incompatible copies of baedal are loaded: ${found.version} (${found.url}) and ${version} (${import.meta.url}); ` +
        "tasks of one are unknown to the other. Install one version",
      "RuntimeWarning",
    );
  }
  const made: Registry = {
    layout: 1,
    version,
    url: import.meta.url,
    scopes: new AsyncLocalStorage<unknown>({ name: "baedal" }),
    ready: undefined,
    ambient: undefined,
    runs: undefined,
    trace: undefined,
    view: undefined,
    nextTask: 1,
  };
  if (found === undefined) Object.defineProperty(globalThis, key, { value: made });
  return made;
}

/** The process-wide state, shared by every compatible copy of the package. */
export const registry: Registry = join();
