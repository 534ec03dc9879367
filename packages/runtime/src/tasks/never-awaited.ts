import type { RunState, Unstarted } from "../scheduling/run-state.ts";

/** What a warning says of a coroutine; holds no reference to it. */
interface Made {
  readonly name: string;
  readonly place: () => string;
}

function complaint({ name, place }: Made): string {
  return `coroutine '${name}' was never awaited (${place()})`;
}

function warn(made: Made): void {
  process.emitWarning(complaint(made), "RuntimeWarning");
}

/** After process.exit() there is no tick left in which Node would print a warning. */
function complain(made: Made): void {
  console.error(`(node:${process.pid}) RuntimeWarning: ${complaint(made)}`);
}

/** Reports the coroutines of a run that nobody started; for the end of the run. */
export function warnUnstarted(run: RunState): void {
  for (const coroutine of takeUnstarted(run)) warn(coroutine);
}

/** The same for a run that `process.exit()` cuts off. */
export function complainOfUnstarted(run: RunState): void {
  for (const coroutine of takeUnstarted(run)) complain(coroutine);
}

function takeUnstarted(run: RunState): Made[] {
  const newestFirst: Made[] = [];
  for (let entry = run.unstarted; entry !== undefined; entry = entry.nextUnstarted) {
    newestFirst.push(entry as Unstarted & Made); // only coroutines stand in the list
  }
  run.unstarted = undefined;
  return newestFirst.reverse();
}

/** Outside `run` there is no end to wait for: a coroutine is reported when it is collected, or before the process exits. */
const ambient = new Set<Made>();
const records = new WeakMap<object, Made>();
const collected = new FinalizationRegistry<Made>((made) => {
  if (ambient.delete(made)) warn(made);
});
let watching = false;

export function watchAmbient(coroutine: object & Made): void {
  const made: Made = { name: coroutine.name, place: coroutine.place };
  ambient.add(made);
  records.set(coroutine, made);
  collected.register(coroutine, made, coroutine);
  if (watching) return;
  watching = true;
  process.on("beforeExit", () => {
    for (const leftover of ambient) warn(leftover);
    ambient.clear();
  });
  process.on("exit", () => {
    for (const leftover of ambient) complain(leftover);
  });
}

export function forgetAmbient(coroutine: object): void {
  const made = records.get(coroutine);
  if (made === undefined) return;
  ambient.delete(made);
  collected.unregister(coroutine);
}
