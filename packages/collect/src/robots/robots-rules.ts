/** One `allow` or `disallow` line. */
interface Rule {
  readonly allow: boolean;
  /** Length of the pattern in bytes: the longest that matches decides. */
  readonly length: number;
  readonly matches: (path: string) => boolean;
}

/** What a robots.txt says to one robot. */
export interface RobotsRules {
  /** @param path - path and query of a normalised URL */
  allows(path: string): boolean;
  /** `Crawl-delay` in ms, where there is one. */
  readonly crawlDelay: number | undefined;
}

/** No robots.txt, or an empty one. */
export const allowAll: RobotsRules = { allows: () => true, crawlDelay: undefined };

/** What is read of a robots.txt; RFC 9309, 2.5 asks for 500 KiB at least. */
export const mostRobotsBytes: number = 512 * 1024;

/**
 * Reads a robots.txt (RFC 9309) for the robot with the product token `token`. Groups that name it are taken together,
 * whatever their place; without any, those for `*`.
 */
export function parseRobots(text: string, token: string): RobotsRules {
  const own = new Group();
  const others = new Group();
  let current: readonly Group[] = [];
  let inAgents = false;
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)) {
    const [key, value] = readLine(line);
    if (key === "user-agent") {
      const group = groupFor(value, token, own, others);
      current = inAgents ? [...current, ...group] : group;
      if (group[0] === own) own.named = true;
      inAgents = true;
    } else if (key === "allow" || key === "disallow") {
      inAgents = false;
      for (const group of current) group.add(key === "allow", value);
    } else if (key === "crawl-delay") {
      inAgents = false;
      for (const group of current) group.delay(value);
    }
  }
  return own.named ? own : others;
}

function groupFor(value: string, token: string, own: Group, others: Group): readonly Group[] {
  if (value === "*" || /^\*\s/.test(value)) return [others];
  // Only the product token counts: "Bot/2.1" means "Bot" (RFC 9309, 2.2.1).
  const name = /^[a-z_-]+/i.exec(value)?.[0] ?? "";
  return name.toLowerCase() === token.toLowerCase() ? [own] : [];
}

/** Key in lower case and value of a line; a few misspellings that others take too are taken. */
function readLine(line: string): [key: string, value: string] {
  const text = line.split("#", 1)[0] ?? "";
  const match = /^\s*([a-z][a-z\s-]*?)\s*(?::|\s)\s*(.*?)\s*$/i.exec(text);
  if (match === null) return ["", ""];
  const key = (match[1] ?? "").toLowerCase().replace(/\s+/g, "-");
  return [key === "useragent" ? "user-agent" : key === "crawldelay" ? "crawl-delay" : key, match[2] ?? ""];
}

class Group implements RobotsRules {
  readonly #rules: Rule[] = [];
  #crawlDelay: number | undefined;
  /** Some group names the robot; its own rules then count, even if there are none. */
  named = false;

  get crawlDelay(): number | undefined {
    return this.#crawlDelay;
  }

  add(allow: boolean, pattern: string): void {
    if (pattern === "") return; // "Disallow:" forbids nothing
    const normal = normalizePattern(pattern);
    this.#rules.push({ allow, length: normal.length, matches: matcherOf(normal) });
  }

  delay(value: string): void {
    const seconds = Number(value);
    if (value !== "" && seconds >= 0) this.#crawlDelay = Math.max(this.#crawlDelay ?? 0, seconds * 1000);
  }

  allows(path: string): boolean {
    if (path === "/robots.txt") return true;
    let best: Rule | undefined;
    for (const rule of this.#rules) {
      if (best !== undefined && (rule.length < best.length || (rule.length === best.length && best.allow))) continue;
      if (rule.matches(path)) best = rule;
    }
    return best?.allow ?? true;
  }
}

const anyEscape = /%[0-9a-f]{2}/gi;
const unreserved = /[\w.~-]/;

/** Spells a pattern as `normalizeUrl` spells paths, so that they can be compared as text. */
function normalizePattern(pattern: string): string {
  const ascii = pattern.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text.isWellFormed() ? text : "\uFFFD"));
  const normal = ascii.replace(anyEscape, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return unreserved.test(character) ? character : escape.toUpperCase();
  });
  return normal.startsWith("/") || normal.startsWith("*") ? normal : `/${normal}`;
}

/**
 * `*` is any run of characters, `$` at the end the end. Matched by hand, piece by piece: a regular expression with many
 * `*` takes exponential time on a hostile file.
 */
function matcherOf(pattern: string): (path: string) => boolean {
  const toTheEnd = pattern.endsWith("$");
  const [first = "", ...others] = (toTheEnd ? pattern.slice(0, -1) : pattern).split("*");
  const last = toTheEnd ? others.pop() : undefined;
  return (path) => {
    if (!path.startsWith(first)) return false;
    let at = first.length;
    for (const piece of others) {
      const found = path.indexOf(piece, at);
      if (found === -1) return false;
      at = found + piece.length;
    }
    if (!toTheEnd) return true;
    return last === undefined ? at === path.length : path.endsWith(last) && path.length - last.length >= at;
  };
}
