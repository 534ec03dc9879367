import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { OptionError } from "./errors.ts";
import type { Page } from "./page.ts";

/** What a handler found on a page. */
export interface HandlerResult {
  /** Becomes `data` of the record; anything that JSON can hold. @default what `select` found */
  readonly data?: unknown;
  /** More URLs to collect, relative to the page or not; `scope` does not hold for them. */
  readonly urls?: readonly (string | URL)[];
}

/**
 * Called for every page that came in without an error, before it is stored; its result is stored with it. If it throws,
 * the page fails with `ERR_BAEDAL_HANDLER`.
 */
export type Handler = (page: Page) => HandlerResult | undefined | void | Promise<HandlerResult | undefined | void>;

/**
 * The handler of a module.
 *
 * @param handler - the function itself, or the path of a module that exports `handle`
 * @throws OptionError the module cannot be loaded, or exports no function `handle`
 */
export async function loadHandler(handler: Handler | string): Promise<Handler> {
  if (typeof handler === "function") return handler;
  const loaded = await importModule(handler);
  if (typeof loaded["handle"] !== "function") {
    throw new OptionError(
      "handler",
      `The handler ${handler} must export a function: export function handle(page) { … }`,
    );
  }
  return loaded["handle"] as Handler; // its result is checked where it is used
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
