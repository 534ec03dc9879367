import { type CollectionOptions, normalizeUrl } from "@baedal/collect";
import { UsageError } from "../errors.ts";
import type { CollectOptions } from "../options/collect-options.ts";
import { hasStore } from "../store/has-store.ts";
import { requireWork } from "./require-work.ts";
import type { Config } from "./read-config.ts";
import { withoutEffect } from "./without-effect.ts";

/** What a collection is asked to do, checked as far as the command can. */
export interface CollectRequest {
  readonly urls: readonly string[];
  /** Paths of lists; `-` is stdin. */
  readonly lists: readonly string[];
  readonly library: CollectionOptions;
  readonly compare: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  /** Which of the options do nothing, in words. */
  readonly idle: readonly string[];
}

/** Where the options come from. */
export interface OptionSources {
  readonly options: CollectOptions;
  /** The names of those that were typed, the others being defaults. */
  readonly typed: ReadonlySet<string>;
  readonly config: Config;
}

/**
 * Joins the command line with the config file, which is weaker than what was typed and stronger than the defaults.
 *
 * @throws UsageError what must be there is missing, or excludes something else
 * @throws InvalidUrlError one of the URLs cannot be collected
 */
export function collectRequest(urls: readonly string[], { options, typed, config }: OptionSources): CollectRequest {
  const byHand = Object.fromEntries(Object.entries(options).filter(([name]) => typed.has(name)));
  // The library takes the same names with the same or wider types, and checks every value.
  const merged = { ...options, ...config, ...byHand } as CollectOptions & { readonly directory?: string };
  const { input, output, compare, json, quiet, config: _config, directory = output, ...fetching } = merged;
  if (directory === undefined) throw new UsageError("nowhere to keep the pages: name a directory with -o DIR");
  if (directory === "") throw new UsageError("--output is empty: name the directory that is to keep the pages");
  const request: CollectRequest = {
    // As a line of a list is read, so that both are refused in the same words.
    urls: urls.map((url) => normalizeUrl(url)),
    lists: typeof input === "string" ? [input] : (input ?? []),
    library: { directory, ...fetching },
    compare: compare === true,
    json: json === true,
    quiet: quiet === true,
    idle: withoutEffect(typed, merged),
  };
  refuseContradictions(request);
  return request;
}

function refuseContradictions({ urls, lists, library, compare, json, quiet }: CollectRequest): void {
  if (urls.length + lists.length + (library.sitemap ?? []).length === 0) requireWork(library);
  if (json && quiet) throw new UsageError("--json and --quiet exclude each other");
  if (!compare) return;
  if (lists.includes("-")) throw new UsageError("--compare reads every list twice, which stdin cannot be: give a file");
  if (hasStore(library.directory)) {
    throw new UsageError(
      `--compare wants a new directory, for what ${library.directory} holds would not be fetched again`,
    );
  }
}
