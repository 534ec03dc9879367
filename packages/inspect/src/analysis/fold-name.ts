const NUMBER = /\d+/gu;

/** What tasks that differ by a number have in common: `fetch 12` and `fetch 7` are both `fetch …`. */
export function foldName(name: string): string {
  return name.replace(NUMBER, "…");
}
