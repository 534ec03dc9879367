import { hostOf } from "../normalize-url.ts";
import { isPrivateHost } from "./is-private-host.ts";
import type { Scope } from "./scope.ts";

/** A link longer than this is a trap. */
const longestLink = 2000;
/** A path that has the same segment more often than this is a trap: links relative to themselves grow so. */
const mostRepeats = 3;

/** Which links become part of the collection. */
export interface LinkRules {
  readonly scope: Pick<Scope, "has">;
  /** When there are any, a link must match one. */
  readonly include: readonly ((url: string) => boolean)[];
  /** A link that matches one is left out, whatever else holds. */
  readonly exclude: readonly ((url: string) => boolean)[];
  readonly allowPrivate: boolean;
}

/**
 * True for a link that is to be collected.
 *
 * @param url - normalised
 * @param from - the page on which it stands
 */
export function isWanted(url: string, from: string, rules: LinkRules): boolean {
  if (url.length > longestLink || !rules.scope.has(url)) return false;
  if (rules.exclude.some((matches) => matches(url))) return false;
  if (rules.include.length > 0 && !rules.include.some((matches) => matches(url))) return false;
  if (repeatsItself(url)) return false;
  const host = hostOf(url);
  return rules.allowPrivate || host === hostOf(from) || !isPrivateHost(host);
}

function repeatsItself(url: string): boolean {
  const path = url.slice(url.indexOf("/", url.indexOf("//") + 2)).split(/[?#]/, 1)[0] ?? "";
  const segments = path.split("/");
  if (segments.length <= mostRepeats + 1) return false;
  const counts = new Map<string, number>();
  for (const segment of segments) {
    const count = (counts.get(segment) ?? 0) + 1;
    if (segment !== "" && count > mostRepeats) return true;
    counts.set(segment, count);
  }
  return false;
}
