import { headersOf } from "../judge.ts";
import type { FetchAnswer } from "../fetcher.ts";
import type { FrontierEntry, Origin } from "../frontier.ts";
import { InvalidUrlError } from "../errors.ts";
import { hostOf, normalizeUrl } from "../normalize-url.ts";
import type { Scope } from "./scope.ts";
import { RecentSet } from "../recent-set.ts";
import { robotToken } from "../robots/robot-token.ts";
import { forbidsFollowing } from "../robots/robots-tag.ts";
import { isHtml } from "./is-html.ts";
import { extractLinks } from "./extract-links.ts";
import { isWanted, type LinkRules } from "./link-filter.ts";

/** How links are followed. */
export interface FollowRules extends LinkRules {
  /** Links from a URL given by hand to the pages that are still collected. */
  readonly maxDepth: number;
  /** Pages that ask for it are not followed further. */
  readonly robots: boolean;
  readonly userAgent: string;
}

const anywhere: LinkRules["scope"] = { has: () => true };

/** Links that were seen a moment ago need not be looked up on disk again. */
const remembered = 100_000;
const mostSites = 10;

/** Finds what to collect next on the pages that come in. */
export class Follower {
  readonly #rules: FollowRules;
  readonly #scope: Scope;
  readonly #token: string;
  readonly #seen = new RecentSet(remembered);
  /** The same for links from the root of a site, as they are written, for a few sites. */
  readonly #hrefs = new Map<string, RecentSet>();
  /** Pages whose links were read: several redirects may lead to one. */
  readonly #read = new RecentSet(remembered);

  constructor(scope: Scope, rules: Omit<FollowRules, "scope">) {
    this.#scope = scope;
    this.#rules = { ...rules, scope };
    this.#token = robotToken(rules.userAgent);
  }

  /** A URL was given by hand. */
  addStart(url: string): void {
    this.#scope.addStart(url);
  }

  /**
   * The links of a page that are to be collected, as entries one deeper than it.
   *
   * @param url - where the page was found in the end, normalised
   */
  async linksOf(url: string, depth: number, answer: FetchAnswer): Promise<FrontierEntry[]> {
    if (!this.#isFollowed(url, depth, answer)) return [];
    const { hrefs, base, nofollow } = await extractLinks(await answer.text());
    if (nofollow && this.#rules.robots) return [];
    return this.#entries(hrefs, url, "link", depth + 1, this.#rules, baseOf(base, url));
  }

  /** URLs that a handler returned for the page at `from`: it knows what it wants, so `scope` does not hold. */
  entriesFromCode(urls: readonly string[], from: string, depth: number): FrontierEntry[] {
    if (depth > this.#rules.maxDepth) return [];
    return this.#entries(urls, from, "link", depth, { ...this.#rules, scope: anywhere });
  }

  /** URLs that stand in the sitemap at `from`; `scope` does not hold for them either. `named` is the host a person has named. */
  entriesOfSitemap(urls: readonly string[], from: string, named: string): FrontierEntry[] {
    const entries = this.#entries(urls, from, "sitemap", 0, { ...this.#rules, scope: anywhere });
    return entries.map((entry) => (hostOf(entry.url) === named ? { ...entry, start: true } : entry));
  }

  #entries(
    hrefs: readonly string[],
    from: string,
    origin: Origin,
    depth: number,
    rules: LinkRules,
    base = from,
  ): FrontierEntry[] {
    const entries: FrontierEntry[] = [];
    const known = this.#hrefsOf(siteOf(base));
    for (const href of hrefs) {
      // Most links of a site stand on many of its pages, and knowing one by its spelling costs a tenth of parsing it.
      const isRooted = href.startsWith("/") && !href.startsWith("//");
      if (isRooted && known.has(href)) continue;
      const url = linkTarget(href, base);
      if (url === undefined || !isWanted(url, from, rules)) continue;
      if (isRooted) known.add(href);
      if (this.#seen.add(url)) entries.push({ url, depth, origin });
    }
    return entries;
  }

  #hrefsOf(site: string): RecentSet {
    const known = this.#hrefs.get(site);
    if (known !== undefined) return known;
    if (this.#hrefs.size >= mostSites) this.#hrefs.clear();
    const made = new RecentSet(remembered / mostSites);
    this.#hrefs.set(site, made);
    return made;
  }

  #isFollowed(url: string, depth: number, answer: FetchAnswer): boolean {
    if (depth >= this.#rules.maxDepth || answer.status >= 300 || !isHtml(answer)) return false;
    if (this.#rules.robots && forbidsFollowing(headersOf(answer, "x-robots-tag"), this.#token)) return false;
    return this.#rules.scope.has(url) && this.#read.add(url);
  }
}

function baseOf(base: string | undefined, from: string): string {
  if (base === undefined) return from;
  return URL.parse(base.trim(), from)?.href ?? from;
}

/** Scheme, host and port of an absolute URL. */
function siteOf(url: string): string {
  const end = url.indexOf("/", url.indexOf("//") + 2);
  return end === -1 ? url : url.slice(0, end);
}

/** Most hrefs that lead nowhere are of a few kinds, which are cheaper to see than to parse. */
const elsewhere = /^\s*(?:#|javascript:|mailto:|tel:|data:|blob:|about:)/i;

function linkTarget(href: string, base: string): string | undefined {
  if (elsewhere.test(href)) return undefined;
  try {
    return normalizeUrl(href, base);
  } catch (error) {
    if (error instanceof InvalidUrlError) return undefined;
    throw error;
  }
}
