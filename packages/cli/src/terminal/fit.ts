// What is measured here is ASCII and a few symbols of width one: host names come out of URLs, where they are punycode.

/** Cuts a text to a width, the end replaced by `…`. */
export function fit(text: string, width: number): string {
  if (text.length <= width) return text;
  return width < 1 ? "" : `${text.slice(0, width - 1)}…`;
}

/** Cuts the middle out of a text, so that both ends of an address stay readable. */
export function fitMiddle(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  const tail = Math.max(0, width - 1 - head);
  return width < 1 ? "" : `${text.slice(0, head)}…${tail === 0 ? "" : text.slice(-tail)}`;
}

/** Joins as many parts as fit a width, most important first; the first always stands, cut if need be. */
export function fitParts(parts: readonly string[], width: number, separator: string = " · "): string {
  const [first = "", ...others] = parts;
  let line = fit(first, width);
  for (const part of others) {
    if (line.length + separator.length + part.length > width) break;
    line += separator + part;
  }
  return line;
}
