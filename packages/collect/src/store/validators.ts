import type { LeasedPage } from "../frontier.ts";
import type { Hop } from "../hop.ts";

/** What a conditional request needs of the stored answer; `undefined` when there is nothing to compare with. */
export function validatorsOf(hops: unknown): LeasedPage["validators"] {
  if (typeof hops !== "string") return undefined;
  // Written by this package; see `PageOutcome.hops`.
  const all = JSON.parse(hops) as readonly Hop[];
  const last = all.at(-1);
  // After a redirect the validators belong to another URL, and the redirect may have changed.
  if (last === undefined || all.length > 1 || last.status !== 200) return undefined;
  const etag = headerOf(last, "etag");
  const lastModified = headerOf(last, "last-modified");
  if (etag === undefined && lastModified === undefined) return undefined;
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

function headerOf(hop: Hop, name: string): string | undefined {
  return hop.headers.find(([key]) => key.toLowerCase() === name)?.[1];
}
