import { Command, Option } from "commander";
import { runDemo } from "../demo/run-demo.ts";
import { UsageError } from "../errors.ts";
import type { Done } from "./done.ts";

interface DemoOptions {
  readonly output: string;
  readonly timeScale: number;
}

/** `baedal demo`, which is also what `npm start` runs. */
export function demoCommand(done: Done): Command {
  return new Command("demo")
    .summary("collect 30 pages in two ways and compare (15 seconds)")
    .description(
      "Start three small web sites on this machine, collect 30 pages from them one after another and then concurrently, " +
        "and show both times. Nothing leaves this machine.",
    )
    .option(
      "-o, --output <dir>",
      "where the pages and the report go; what an earlier demo left there is replaced",
      "baedal-demo",
    )
    .addOption(new Option("--time-scale <factor>").default(1).argParser(parseScale).hideHelp())
    .action(async ({ output, timeScale }: DemoOptions) => done(await runDemo({ directory: output, scale: timeScale })));
}

/** Makes the sites quicker or slower; for tests. */
function parseScale(text: string): number {
  const scale = Number(text);
  if (scale > 0 && scale <= 10) return scale;
  throw new UsageError(`--time-scale: "${text}" is not a factor above 0 and up to 10`);
}
