import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { OptionError } from "../errors.ts";
import type { Handler } from "./handler.ts";

/**
 * The handler of a module.
 *
 * @param path - of a module that exports `handle`
 * @throws OptionError the module cannot be loaded, or exports no function `handle`
 */
export async function importHandler(path: string): Promise<Handler> {
  const { handle } = await importModule(path);
  if (typeof handle === "function") return handle as Handler; // its result is checked where it is used
  throw new OptionError("handler", `The handler ${path} must export a function: export function handle(page) { … }`);
}

async function importModule(path: string): Promise<Record<string, unknown>> {
  try {
    // A module's namespace is an object with its exports.
    return (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OptionError("handler", `Cannot load the handler ${path}: ${why}`);
  }
}
