import { CookieJar } from "@baedal/http";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

interface Setting {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
  readonly domain: string | null;
  readonly cookiePath: string | null;
  readonly secure: boolean;
}

/** A cookie as the rules keep it. */
interface Kept {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
}

// Related names, strangers that end alike, an address, and a public suffix.
const hosts = ["shop.example", "www.shop.example", "a.www.shop.example", "evilshop.example", "127.0.0.1", "x.co.uk"];
const paths = ["/", "/a", "/a/", "/a/b", "/ab", "/a/b/c"];
const host = fc.constantFrom(...hosts);
const anyPath = fc.constantFrom(...paths);
const scheme = fc.constantFrom("http", "https");
const anySetting: fc.Arbitrary<Setting> = fc.record({
  scheme,
  host,
  path: anyPath,
  name: fc.constantFrom("a", "b", "__Host-c", "__Secure-d"),
  value: fc.constant("x"),
  domain: fc.option(fc.constantFrom(...hosts, ".shop.example", "SHOP.example", "example", "co.uk", "uk")),
  cookiePath: fc.option(fc.constantFrom(...paths, "a", "")),
  secure: fc.boolean(),
});

function lineOf({ name, value, domain, cookiePath, secure }: Setting): string {
  const attributes = [
    domain === null ? "" : `; Domain=${domain}`,
    cookiePath === null ? "" : `; Path=${cookiePath}`,
    secure ? "; Secure" : "",
  ];
  return `${name}=${value}${attributes.join("")}`;
}

// The rules of RFC 6265bis once more, in plain words of code and without a thought of speed.

const isSuffix = (domain: string): boolean => ["co.uk", "uk", "example"].includes(domain);
const isAddress = (domain: string): boolean => /^[\d.]+$/.test(domain);

/** 5.1.3 */
function domainMatches(asked: string, domain: string): boolean {
  return asked === domain || (!isAddress(asked) && asked.endsWith(`.${domain}`));
}

/** 5.1.4 */
function pathMatches(asked: string, path: string): boolean {
  return asked === path || (asked.startsWith(path) && (path.endsWith("/") || asked[path.length] === "/"));
}

/** 5.1.4 */
function defaultPath(of: string): string {
  return of.lastIndexOf("/") <= 0 ? "/" : of.slice(0, of.lastIndexOf("/"));
}

/** 5.7, as far as the settings above go. */
function keep(kept: readonly Kept[], setting: Setting): Kept[] {
  const { name, value, secure } = setting;
  const unchanged = [...kept];
  const wanted = setting.domain?.replace(/^\./, "").toLowerCase();
  let domain = setting.host;
  let hostOnly = true;
  if (wanted !== undefined && isSuffix(wanted) && wanted !== setting.host) return unchanged;
  if (wanted !== undefined && !isSuffix(wanted)) {
    if (!domainMatches(setting.host, wanted)) return unchanged;
    domain = wanted;
    hostOnly = false;
  }
  const path = setting.cookiePath?.startsWith("/") === true ? setting.cookiePath : defaultPath(setting.path);
  if (secure && setting.scheme !== "https") return unchanged;
  if (name.startsWith("__Secure-") && !secure) return unchanged;
  if (name.startsWith("__Host-") && !(secure && hostOnly && setting.cookiePath === "/")) return unchanged;
  const related = (one: Kept): boolean => domainMatches(one.domain, domain) || domainMatches(domain, one.domain);
  if (setting.scheme !== "https" && kept.some((one) => one.secure && one.name === name && related(one)))
    return unchanged;
  const cookie = { name, value, domain, hostOnly, path, secure };
  const same = kept.findIndex((one) => one.name === name && one.domain === domain && one.path === path);
  // One that is set again keeps its place in time.
  return same < 0 ? [...kept, cookie] : kept.with(same, cookie);
}

/** 5.8.3: what goes to a URL, those with longer paths first. */
function sent(kept: readonly Kept[], asked: { scheme: string; host: string; path: string }): Kept[] {
  return kept
    .filter(({ domain, hostOnly }) => (hostOnly ? asked.host === domain : domainMatches(asked.host, domain)))
    .filter(({ path, secure }) => pathMatches(asked.path, path) && (!secure || asked.scheme === "https"))
    .toSorted((one, other) => other.path.length - one.path.length);
}

/** Compares a jar with the rules at one URL. The values tell all cookies apart. */
function compare(jar: CookieJar, kept: readonly Kept[], asked: { scheme: string; host: string; path: string }): void {
  const header = jar.header(`${asked.scheme}://${asked.host}${asked.path}`);
  const pairs = header === "" ? [] : header.split("; ");
  const expected = sent(kept, asked);
  expect(pairs.toSorted()).toEqual(expected.map(({ name, value }) => `${name}=${value}`).toSorted());
  const lengths = pairs.map((pair) => expected.find(({ value }) => pair.endsWith(`=${value}`))?.path.length);
  expect(lengths).toEqual(expected.map(({ path }) => path.length));
}

describe("CookieJar sends what the rules send, longer paths first,", () => {
  test("whatever was set before, by whom, and in which order", () => {
    fc.assert(
      fc.property(fc.array(anySetting, { maxLength: 12 }), (settings) => {
        const jar = new CookieJar();
        let kept: Kept[] = [];
        for (const [index, given] of settings.entries()) {
          const one = { ...given, value: `v${index}` };
          jar.set(lineOf(one), `${one.scheme}://${one.host}${one.path}`);
          kept = keep(kept, one);
          // Asked in between too: what is remembered of an answer must not outlive a change.
          for (const asked of [one, { ...one, path: "/a/b" }, { ...one, scheme: "http" }]) compare(jar, kept, asked);
        }
        for (const asked of hosts)
          for (const place of paths) compare(jar, kept, { scheme: "https", host: asked, path: place });
      }),
      { numRuns: 300 },
    );
  });

  test("after it was saved and restored as well", () => {
    fc.assert(
      fc.property(
        fc.array(anySetting, { maxLength: 12 }),
        scheme,
        host,
        anyPath,
        (settings, askedScheme, askedHost, askedPath) => {
          const jar = new CookieJar();
          for (const one of settings) jar.set(lineOf(one), `${one.scheme}://${one.host}${one.path}`);
          const restored = CookieJar.from(JSON.parse(JSON.stringify(jar)));
          const url = `${askedScheme}://${askedHost}${askedPath}`;
          expect(restored.header(url)).toBe(jar.header(url));
          expect(restored.size).toBe(jar.size);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test("a jar never holds more than 50 cookies of a domain and 3000 in all, and always the one set last", () => {
  const flood = fc.array(fc.tuple(fc.nat({ max: 80 }), fc.nat({ max: 120 })), { minLength: 3000, maxLength: 4000 });
  fc.assert(
    fc.property(flood, (cookies) => {
      const jar = new CookieJar();
      for (const [site, name] of cookies) {
        const url = `https://site${site}.example/`;
        expect(jar.set(`c${name}=1`, url)).toBe(true);
        expect(jar.header(url).split("; ")).toContain(`c${name}=1`);
      }
      const perDomain = Map.groupBy(jar, ({ domain }) => domain);
      expect(Math.max(...[...perDomain.values()].map((all) => all.length))).toBeLessThanOrEqual(50);
      expect(jar.size).toBeLessThanOrEqual(3000);
    }),
    { numRuns: 3 },
  );
});

test("whatever a server sets, the header is one line of visible characters", () => {
  const line = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(...Array.from('ab=;, \t\r\n\0"')) }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
      const jar = new CookieJar();
      for (const one of lines) jar.set(one, "https://shop.example/");
      expect(jar.header("https://shop.example/")).not.toMatch(/[\r\n\0]/);
    }),
    { numRuns: 1000 },
  );
});
