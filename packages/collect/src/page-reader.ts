import { CancelledError } from "baedal";

import type { Follower } from "./follow/follower.ts";
import { isPrivateHost } from "./follow/is-private-host.ts";
import type { FrontierEntry } from "./frontier.ts";
import type { Handler } from "./handle/handler.ts";
import { foundBy } from "./handle/handler-result.ts";
import { hostOf } from "./normalize-url.ts";
import { FetchedPage, type PageParts } from "./page.ts";
import type { PageError } from "./page-error.ts";
import type { Selection } from "./select/selection.ts";

/** What was found on a page. */
export interface PageReading {
  readonly error: PageError | null;
  readonly data: unknown;
  readonly links: readonly FrontierEntry[];
}

/** What is done with the pages that come in. */
export interface PageReaderParts {
  /** Follows their links. */
  readonly follower: Follower | undefined;
  /** Extracts without code. */
  readonly selection: Selection | undefined;
  /** Extracts with code. */
  readonly handler: Handler | undefined;
  readonly follow: boolean;
  readonly allowPrivate: boolean;
}

/** Reads pages that have come in without an error: links, what was selected, and what the handler makes of them. */
export class PageReader {
  readonly #parts: PageReaderParts;

  constructor(parts: PageReaderParts) {
    this.#parts = parts;
  }

  async read(parts: PageParts): Promise<PageReading> {
    const { answer, error, finalUrl, depth } = parts;
    if (answer === undefined || error !== null || finalUrl === null) return { error, data: null, links: [] };
    const { follow, follower, selection } = this.#parts;
    const links = follow ? ((await follower?.linksOf(finalUrl, depth, answer)) ?? []) : [];
    const selected = selection === undefined ? null : await selection.read(answer, finalUrl);
    return this.#handle(new FetchedPage(parts, selected), links);
  }

  /** Why a redirect is not followed, if so: it must not lead from the outside into a private network. */
  refusesRedirect(from: string, to: string): PageError | undefined {
    const host = hostOf(to);
    if (this.#parts.allowPrivate || host === hostOf(from) || !isPrivateHost(host)) return undefined;
    const message = `${hostOf(from)} redirects to the private address ${host}; allow it with allowPrivate`;
    return { code: "ERR_BAEDAL_GUARD", message };
  }

  async #handle(page: FetchedPage, links: readonly FrontierEntry[]): Promise<PageReading> {
    const { handler, follower } = this.#parts;
    if (handler === undefined) return { error: null, data: page.data, links };
    try {
      const result = await handler(page);
      const { data, urls } = foundBy(result);
      const found = follower?.entriesFromCode(urls, page.finalUrl ?? page.url, page.depth + 1) ?? [];
      return { error: null, data: data === undefined ? page.data : result?.data, links: [...links, ...found] };
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      const message = `The handler failed: ${error instanceof Error ? error.message : String(error)}`;
      return { error: { code: "ERR_BAEDAL_HANDLER", message }, data: page.data, links: [] };
    }
  }
}
