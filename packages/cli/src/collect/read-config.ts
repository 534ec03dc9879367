import { nearestName } from "@baedal/collect/command-line";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../errors.ts";
import { collectOptions } from "../options/collect-options.ts";

/** Options by their names in camelCase, not checked yet. */
export type Config = Readonly<Record<string, unknown>>;

/** What a file holds. */
export interface ConfigFile {
  /** Undefined where there is none. */
  readonly file: string | undefined;
  readonly config: Config;
}

const usualFiles: readonly string[] = ["baedal.config.ts", "baedal.config.json"];

/**
 * Reads the options in a file: the one named, else `baedal.config.ts` or `.json` in the current directory, else none.
 *
 * @throws UsageError it cannot be read, or holds something else than known options
 */
export async function readConfig(named: string | undefined): Promise<ConfigFile> {
  const file = named ?? usualFiles.find((one) => existsSync(one));
  if (file === undefined) return { file, config: {} };
  const config = await load(file);
  if (typeof config === "object" && config !== null && !Array.isArray(config)) {
    return { file, config: known({ ...config }, file) };
  }
  throw new UsageError(`Cannot use the config ${file}: it must be, or export as default, an object of options`);
}

/** As on the command line, but for the one that names the config; `directory` is what the library calls `output`. */
const knownKeys: readonly string[] = [...Object.keys(collectOptions).filter((name) => name !== "config"), "directory"];

function known(config: Config, file: string): Config {
  for (const key of Object.keys(config)) {
    if (knownKeys.includes(key)) continue;
    const nearest = nearestName(key, knownKeys);
    const hint = nearest === undefined ? "" : `; did you mean ${nearest}`;
    throw new UsageError(`Cannot use the config ${file}: there is no option ${key}${hint}`);
  }
  return config;
}

async function load(file: string): Promise<unknown> {
  try {
    if (file.endsWith(".json")) return JSON.parse(await readFile(file, "utf8"));
    // Node strips the types of a .ts file by itself. What a module exports is not known before.
    const { default: config } = (await import(pathToFileURL(resolve(file)).href)) as { readonly default?: unknown };
    return config;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`Cannot read the config ${file}: ${reason}`, { cause });
  }
}
