import { getDomain } from "tldts";

import { hostOf } from "../normalize-url.ts";

/**
 * Which links are followed, seen from the URLs given by hand: `"host"` the same host and port, `"domain"` the same
 * registrable domain, `"prefix"` below the last `/` of a start URL's path, `"any"` all of them.
 */
export type ScopeName = "host" | "domain" | "prefix" | "any";

/** What belongs to a collection that follows links. */
export class Scope {
  readonly #name: ScopeName;
  /** Hosts or domains of the start URLs. */
  readonly #places = new Set<string>();
  /** Beginnings of the paths of the start URLs, by host. */
  readonly #prefixes = new Map<string, string[]>();

  constructor(name: ScopeName) {
    this.#name = name;
  }

  /** A URL was given by hand. */
  addStart(url: string): void {
    if (this.#name === "any") return;
    if (this.#name === "prefix") this.#addPrefix(url);
    else this.#places.add(this.#placeOf(url));
  }

  /** @param url - normalised */
  has(url: string): boolean {
    if (this.#name === "any") return true;
    if (this.#name !== "prefix") return this.#places.has(this.#placeOf(url));
    const path = pathOf(url);
    return this.#prefixes.get(hostOf(url))?.some((prefix) => path.startsWith(prefix)) === true;
  }

  #placeOf(url: string): string {
    const host = hostOf(url);
    return this.#name === "domain" ? domainOf(host) : host;
  }

  #addPrefix(url: string): void {
    const path = pathOf(url).split("?", 1)[0] ?? "/";
    const prefix = path.slice(0, path.lastIndexOf("/") + 1);
    const known = this.#prefixes.get(hostOf(url)) ?? [];
    if (!known.includes(prefix)) this.#prefixes.set(hostOf(url), [...known, prefix]);
  }
}

/** The registrable domain of a host; an address and a bare name are their own. */
function domainOf(host: string): string {
  const name = host.replace(/:\d+$/, "");
  return getDomain(name, { allowPrivateDomains: true }) ?? name;
}

function pathOf(url: string): string {
  return url.slice(url.indexOf("/", url.indexOf("//") + 2));
}
