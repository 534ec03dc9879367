import * as baedal from "baedal";
import { asJavaScript } from "./random-programs/as-javascript.ts";
import { generate } from "./random-programs/generate.ts";
import { seeds } from "./random-programs/seeds.ts";
import { Boom, forever, type Log, recorded } from "./recorded.ts";

// Programs that nobody thought of: tasks, groups, timeouts, locks and queues put together at random. They are said in
// Python and in JavaScript from the same tree, and what CPython does with them is in programs/random_programs.log.

const scenario = recorded("random_programs");

/** The constructor of async functions, which is not a global. */
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
  ...parametersAndBody: string[]
) => (...values: unknown[]) => Promise<unknown>;

/** A program compiled from its text: calls that are only nested closures would not be the microtasks of real code. */
function compiled(seed: number): (log: Log) => Promise<unknown> {
  const environment: Readonly<Record<string, unknown>> = { ...baedal, Boom, forever };
  const body = new AsyncFunction("log", ...Object.keys(environment), asJavaScript(generate(seed)));
  return async (log) => await body(log, ...Object.values(environment));
}

for (const seed of seeds) scenario(`program_${seed}`, compiled(seed));
