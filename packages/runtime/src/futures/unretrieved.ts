import { ambientRun, currentRun, type Failure, type RunState } from "../scheduling/run-state.ts";

/** What is to be reported of a failed future unless somebody retrieves its exception first. */
interface Remembered {
  readonly run: RunState;
  readonly failure: Failure;
}

const remembered = new WeakMap<object, Remembered>();

/** Once nobody holds the future, nobody can retrieve it any more: the report need not wait for the end of the run. */
const collected = new FinalizationRegistry<Remembered>(({ run, failure }) => {
  if (run.failures.has(failure)) run.reportFailure(failure);
});

/** A future as its report needs it. */
interface Failed {
  readonly identity: string;
  /** Where it knows what it belongs to: what settles it may run anywhere. */
  readonly run?: RunState | undefined;
}

/** A future failed and nobody waits for it: reported at the latest when its run ends, unless it is retrieved first. */
export function rememberFailure(future: Failed, error: unknown): void {
  const run = runOf(future);
  const failure: Failure = { error, who: capitalized(future.identity), source: new WeakRef(future) };
  const entry: Remembered = { run, failure };
  run.failures.add(failure);
  remembered.set(future, entry);
  collected.register(future, entry, future);
  if (run === ambientRun) watchExit();
}

function runOf({ run = currentRun() }: Failed): RunState {
  return run.ended ? ambientRun : run;
}

/** Somebody retrieved the exception. */
export function forgetFailure(future: object): void {
  const entry = remembered.get(future);
  if (entry === undefined) return;
  remembered.delete(future);
  collected.unregister(future);
  entry.run.failures.delete(entry.failure);
}

let watching = false;

/** Outside `run` the last moment is the end of the process. */
function watchExit(): void {
  if (watching) return;
  watching = true;
  process.on("exit", () => {
    for (const failure of ambientRun.failures) ambientRun.reportFailure(failure);
  });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
