import { Command } from "commander";
import { collect } from "../collect/collect.ts";
import { type CollectOptions, collectOptions } from "../options/collect-options.ts";
import { addOptions } from "../options/option-table.ts";
import type { Done } from "./done.ts";

/** `baedal collect`: the main job. */
export function collectCommand(done: Done): Command {
  const command = new Command("collect")
    .summary("fetch many URLs concurrently into a store")
    .description(
      "Fetch many URLs concurrently, politely and durably: whatever interrupts it, the same command finishes the rest, " +
        "and nothing is fetched twice.",
    )
    .usage("[urls...] [-i FILE|-] -o DIR [options]")
    .argument("[urls...]", "http or https URLs")
    .action(async (urls: string[], options: CollectOptions, self: Command) => {
      done(await collect({ urls, options, typed: typedNames(self) }));
    });
  addOptions<CollectOptions>(command, collectOptions);
  return command.addHelpText("after", collectHelp);
}

/** The options that stand on the command line or in the environment. */
function typedNames(command: Command): ReadonlySet<string> {
  const names = command.options.map((option) => option.attributeName());
  return new Set(names.filter((name) => ["cli", "env"].includes(command.getOptionValueSource(name) ?? "")));
}

const collectHelp: string = `
Durations are seconds or carry a unit: 2, 2s, 500ms, 1m, 1h. Sizes are bytes or
carry one: 4096, 10kB, 10MB, 64MiB. Rates: 5/s, 30/m, 100/h.

Examples:
  baedal collect https://example.com/a https://example.com/b -o out
  baedal collect -i urls.txt -o out --per-host 4 --rate 5/s
  zcat urls.txt.gz | baedal collect -i - -o out
  baedal collect https://example.com/docs/ --follow --scope prefix -o docs
  baedal collect -i shop.txt -o shop --select 'title=h1' --select 'image=img@src'
  baedal export out --format jsonl -o pages.jsonl

Ctrl-C once: starts nothing new and waits up to 10 s for what is in flight; twice:
stops at once. Either way the same command goes on where it stopped.

Ends with 0 when all is done; 1 when some URLs failed for good, lines of a list are
no URLs or a sitemap cannot be read (all are listed); 2 on bad usage or input; 3 when
a budget stopped it; 4 when the store is in use by another run, damaged or of another
version; 5 when the disk is full or cannot be written; 130 or 143 when interrupted.
`;
