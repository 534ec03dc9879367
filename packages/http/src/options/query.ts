/** A value of a query parameter; `null` and `undefined` leave the parameter out. */
export type QueryValue = string | number | bigint | boolean | null | undefined;

/** Query parameters: a record (an array repeats the name), `URLSearchParams`, or pairs. */
export type QueryInput =
  | Readonly<Record<string, QueryValue | readonly QueryValue[]>>
  | Iterable<readonly [string, string]>;

/** Adds parameters to those a URL has; defaults come first and give way to given ones of the same name. */
export function addQuery(url: URL, defaults: QueryInput | undefined, given: QueryInput | undefined): void {
  if (defaults === undefined && given === undefined) return;
  const own = given === undefined ? [] : pairsOf(given);
  // A name that is given counts even where its value is null: that takes the default out.
  const overridden = new Set(given === undefined ? [] : namesOf(given));
  const rest = defaults === undefined ? [] : pairsOf(defaults);
  const added = [...rest.filter(([name]) => !overridden.has(name) && !url.searchParams.has(name)), ...own];
  if (added.length === 0) return;
  // What the URL has already is not written anew: a server may have signed it.
  url.search += `${url.search === "" ? "?" : "&"}${new URLSearchParams(added).toString()}`;
}

function namesOf(input: QueryInput): string[] {
  return Symbol.iterator in input
    ? [...(input as Iterable<readonly [string, string]>)].map(([name]) => name)
    : Object.keys(input);
}

function pairsOf(input: QueryInput): [string, string][] {
  if (Symbol.iterator in input)
    return [...(input as Iterable<readonly [string, string]>)].map(([name, value]) => [name, value]);
  const pairs: [string, string][] = [];
  for (const [name, value] of Object.entries(input)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined) pairs.push([name, String(one)]);
    }
  }
  return pairs;
}
