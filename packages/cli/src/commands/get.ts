import { Command } from "commander";
import { addOptions } from "../options/option-table.ts";
import { getOptions, type GetOptions } from "../options/get-options.ts";
import { parseUrl } from "../units/parse-url.ts";
import { getUrl } from "../get/get-url.ts";
import type { Done } from "./done.ts";

/** `baedal get URL`: one request, its body to stdout. */
export function getCommand(done: Done): Command {
  const command = new Command("get")
    .summary("fetch one URL, its body to stdout")
    .description("Fetch one URL, following redirects, and write the body to stdout or a file.")
    .argument("<url>", "an http or https URL")
    .action(async (url: string, options: GetOptions) => done(await getUrl(parseUrl(url), options)));
  addOptions<GetOptions>(command, getOptions);
  return command.addHelpText("after", getHelp);
}

const getHelp: string = `
Examples:
  baedal get https://example.com/feed.json | jq .
  baedal get --fail --timeout 10 -o page.html https://example.com/

Ends with 0 whatever the status; 1 when no answer came, or with --fail on a status
of 400 or more; 2 on bad usage; 5 when the file cannot be written.
`;
