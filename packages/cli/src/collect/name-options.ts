import { OptionError } from "@baedal/collect";
import { inCommandWords } from "../command-words.ts";
import { UsageError } from "../errors.ts";
import { collectOptions } from "../options/collect-options.ts";
import { withFlag } from "../options/option-table.ts";
import type { ConfigFile } from "./read-config.ts";

/** An error about an option, in the name it has where it was given: its flag, or its key in the file that has it. */
export function nameOptions(error: unknown, typed: ReadonlySet<string>, { file, config }: ConfigFile): unknown {
  if (!(error instanceof OptionError)) return error;
  const message = inCommandWords(error.message);
  const isFromFile = file !== undefined && Object.hasOwn(config, error.option) && !typed.has(error.option);
  const said = isFromFile ? `Cannot use the config ${file}: ${message}` : withFlag(message, collectOptions);
  return new UsageError(said, { cause: error });
}
