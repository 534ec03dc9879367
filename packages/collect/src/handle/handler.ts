import type { Page } from "../page.ts";

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
