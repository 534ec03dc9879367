/** What every thread of a pool runs: it loads the module of the pool and calls its functions. */
import type { MessagePort } from "node:worker_threads";
import type { Outcome, Work } from "./protocol.ts";
import { recordThrown } from "./record-thrown.ts";
import { takeTransferList } from "./take-transfer-list.ts";

/**
 * Outcomes have a port of their own: piscina's worker posts a result where no exception can be caught, so that one which
 * cannot be cloned would end the thread.
 */
let outcomes: MessagePort | undefined;

/** Does a job and sends its outcome; never throws. */
export async function work(job: Work): Promise<void> {
  outcomes ??= job.outcomes;
  const outcome = await perform(job);
  try {
    outcomes?.postMessage(outcome, outcome.kind === "returned" ? takeTransferList([outcome.value]) : []);
  } catch (error) {
    outcomes?.postMessage({ kind: "uncloneable", thrown: recordThrown(error) } satisfies Outcome);
  }
}

async function perform({ url, name, args }: Work): Promise<Outcome> {
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(url)) as Readonly<Record<string, unknown>>; // a namespace object
  } catch (error) {
    return { kind: "unloadable", thrown: recordThrown(error) };
  }
  const call = Object.hasOwn(module, name) ? module[name] : undefined;
  if (!isCallable(call)) return { kind: "unknown", functions: functionsOf(module) };
  try {
    return { kind: "returned", value: await call(...args) };
  } catch (error) {
    return { kind: "threw", thrown: recordThrown(error) };
  }
}

function functionsOf(module: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(module).filter((name) => isCallable(module[name]));
}

/** A class is a function too, but cannot be called. */
function isCallable(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === "function" && !Function.prototype.toString.call(value).startsWith("class");
}
