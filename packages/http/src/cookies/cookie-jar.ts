import { readFile } from "node:fs/promises";
import { Cookie as ToughCookie, CookieJar as ToughJar, MemoryCookieStore } from "tough-cookie";
import { CookieFileError } from "../errors.ts";
import { Target } from "../target.ts";
import { replaceFile } from "./replace-file.ts";

/** A cookie as the jar keeps it. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  /** When it ends; `undefined` for a session cookie. */
  readonly expires: Date | undefined;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Whether it goes to exactly this host and not to its subdomains. */
  readonly hostOnly: boolean;
}

/** RFC 6265bis, 5.6: bytes of name and value together. */
const mostBytes = 4096;
/** RFC 6265bis, 6.1. */
const mostPerDomain = 50;
const mostInAll = 3000;
/** URLs whose header is remembered. */
const mostRemembered = 1000;

interface Remembered {
  readonly header: string;
  /** When the first of its cookies ends. */
  readonly until: number;
}

/**
 * Cookies by the rules of RFC 6265bis, public suffixes included, with its caps: 4096 bytes each, 50 a domain, 3000 in all;
 * the oldest make room.
 *
 * @example
 * ```ts
 * import { ClientSession, CookieJar } from "@baedal/http";
 *
 * const cookies = new CookieJar();
 * await using session = new ClientSession({ cookies });
 * await session.get("https://example.com/login");
 * await cookies.save("cookies.json");
 * ```
 */
export class CookieJar {
  #jar = makeJar();
  /** All cookies by domain, path and name, in the order in which they were set. */
  readonly #all = new Map<string, ToughCookie>();
  readonly #perDomain = new Map<string, Set<string>>();
  readonly #headers = new Map<string, Remembered>();
  /** @internal Counts changes. */
  revision = 0;

  /** How many it holds, ended ones that nobody has looked at included. */
  get size(): number {
    return this.#all.size;
  }

  /**
   * Takes in one `Set-Cookie` value, or refuses it as the rules say.
   *
   * @returns whether it was taken
   */
  set(cookie: string, url: string | URL): boolean {
    const { href, protocol } = new URL(url);
    const parsed = ToughCookie.parse(cookie);
    if (parsed === undefined || Buffer.byteLength(parsed.key) + Buffer.byteLength(parsed.value) > mostBytes)
      return false;
    if (protocol !== "https:" && this.#hidesSecure(parsed, href)) return false;
    const stored = this.#jar.setCookieSync(parsed, href, { ignoreError: true });
    if (stored === undefined) return false;
    this.#headers.clear();
    this.#enter(stored);
    return true;
  }

  /** The value of the `Cookie` header for a URL; `""` when no cookie goes there. */
  header(url: string | URL): string {
    return this.headerFor(new Target(new URL(url)));
  }

  /** @internal */
  headerFor({ url, origin, pathname }: Target): string {
    if (this.#all.size === 0) return "";
    const known = this.#headers.get(origin) ?? this.#headers.get(origin + pathname);
    if (known !== undefined && known.until > Date.now()) return known.header;
    return this.#work(url.href, origin, pathname);
  }

  /** Takes all cookies out. */
  clear(): void {
    this.revision++;
    this.#jar = makeJar();
    this.#all.clear();
    this.#perDomain.clear();
    this.#headers.clear();
  }

  /** The cookies that have not ended. */
  *[Symbol.iterator](): Generator<Cookie, void, void> {
    for (const cookie of this.#all.values()) if (endOf(cookie) > Date.now()) yield describe(cookie);
  }

  /** Cookies as data; `CookieJar.from` takes it back. */
  toJSON(): object {
    const cookies = [...this.#all.values()].filter((cookie) => endOf(cookie) > Date.now());
    return { version: 1, cookies: cookies.map((cookie) => cookie.toJSON()) };
  }

  /** A jar from what `toJSON` gave. */
  static from(data: unknown): CookieJar {
    const jar = new CookieJar();
    jar.replace(data);
    return jar;
  }

  /** @internal Takes the cookies that `toJSON` gave in the place of its own. */
  replace(data: unknown): void {
    const { cookies } = (data ?? {}) as { cookies?: unknown }; // checked in the next line
    if (!Array.isArray(cookies)) throw new TypeError("the cookies of a jar must be an array");
    const restored = cookies.map(restore);
    this.clear();
    for (const cookie of restored) this.#enter(cookie, true);
  }

  /**
   * Writes all cookies, session cookies too, to a file that only its owner may read; whole, or not at all.
   */
  async save(path: string): Promise<void> {
    await replaceFile(path, `${JSON.stringify(this, undefined, 2)}\n`);
  }

  /**
   * A jar from a file that `save` wrote.
   *
   * @throws CookieFileError naming the file, if it cannot be read or is damaged
   */
  static async load(path: string): Promise<CookieJar> {
    try {
      return CookieJar.from(JSON.parse(await readFile(path, "utf8")));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new CookieFileError(`${path} cannot be read as saved cookies: ${why}`, path, cause);
    }
  }

  #work(href: string, site: string, pathname: string): string {
    const cookies = this.#jar.getCookiesSync(href, { allPaths: true, sort: true });
    // Most sites set their cookies for all paths: then one header serves all of them.
    const anywhere = cookies.every((cookie) => cookie.path === "/");
    const header = anywhere
      ? cookies.map((cookie) => cookie.cookieString()).join("; ")
      : this.#jar.getCookieStringSync(href);
    const until = Math.min(...cookies.map(endOf), Infinity);
    if (this.#headers.size >= mostRemembered) this.#headers.clear();
    this.#headers.set(anywhere ? site : site + pathname, { header, until });
    return header;
  }

  /** RFC 6265bis, 5.7, step 16: a cookie that came in the clear must not replace or shadow a secure one. */
  #hidesSecure(cookie: ToughCookie, href: string): boolean {
    const { hostname } = new URL(href);
    for (const known of this.#all.values()) {
      if (known.secure && known.key === cookie.key && isRelated(known.domain ?? "", cookie.domain ?? hostname))
        return true;
    }
    return false;
  }

  #enter(cookie: ToughCookie, restored = false): void {
    const key = keyOf(cookie);
    this.revision++;
    this.#drop(key);
    if (endOf(cookie) <= Date.now()) return this.#forget(cookie);
    if (restored) void this.#store.putCookie(cookie);
    this.#all.set(key, cookie);
    const domain = cookie.domain ?? "";
    const siblings = this.#perDomain.get(domain) ?? new Set();
    this.#perDomain.set(domain, siblings.add(key));
    if (siblings.size > mostPerDomain) this.#evict(siblings);
    if (this.#all.size > mostInAll) this.#evict(this.#all.keys());
  }

  /** Makes room: the first one that has ended, else the one set longest ago. */
  #evict(keys: Iterable<string>): void {
    const candidates = [...keys];
    const key = candidates.find((one) => endOf(this.#all.get(one) as ToughCookie) <= Date.now()) ?? candidates[0]; // all are in
    const cookie = key === undefined ? undefined : this.#all.get(key);
    if (key === undefined || cookie === undefined) return;
    this.#drop(key);
    this.#forget(cookie);
  }

  #drop(key: string): void {
    const cookie = this.#all.get(key);
    if (cookie === undefined) return;
    this.#all.delete(key);
    const siblings = this.#perDomain.get(cookie.domain ?? "");
    siblings?.delete(key);
    if (siblings?.size === 0) this.#perDomain.delete(cookie.domain ?? "");
  }

  #forget(cookie: ToughCookie): void {
    void this.#store.removeCookie(cookie.domain ?? "", cookie.path ?? "/", cookie.key);
  }

  get #store(): MemoryCookieStore {
    return this.#jar.store as MemoryCookieStore; // made in makeJar; it works synchronously
  }
}

function makeJar(): ToughJar {
  return new ToughJar(new MemoryCookieStore(), {
    prefixSecurity: "silent",
    // `Secure` means TLS, on this machine too.
    allowSecureOnLocal: false,
  });
}

function keyOf(cookie: ToughCookie): string {
  return `${cookie.domain};${cookie.path};${cookie.key}`;
}

/** When a cookie ends, in ms since 1970; Infinity for a session cookie. */
function endOf(cookie: ToughCookie): number {
  return cookie.expiryTime() ?? Infinity;
}

function isRelated(domain: string, other: string): boolean {
  return domain === other || domain.endsWith(`.${other}`) || other.endsWith(`.${domain}`);
}

function describe(cookie: ToughCookie): Cookie {
  const end = endOf(cookie);
  return {
    name: cookie.key,
    value: cookie.value,
    domain: cookie.domain ?? "",
    path: cookie.path ?? "/",
    expires: end === Infinity ? undefined : new Date(end),
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    hostOnly: cookie.hostOnly ?? false,
  };
}

/** What would end the cookie, or its line: RFC 6265bis, 5.6. */
const forged = /[\x00-\x08\x0a-\x1f\x7f;]/;

function restore(entry: unknown): ToughCookie {
  const cookie = ToughCookie.fromJSON(entry);
  const { value } = (entry ?? {}) as { value?: unknown }; // looked at below
  if (cookie === undefined || cookie.key === "" || !cookie.domain || !cookie.path?.startsWith("/")) {
    throw new TypeError("one of its cookies has no name, domain or path");
  }
  if ([cookie.key, value, cookie.domain, cookie.path].some((part) => typeof part !== "string" || forged.test(part)))
    throw new TypeError("one of its cookies has a character that no cookie has");
  if (Number.isNaN(endOf(cookie)) || Number.isNaN(Number(cookie.creation)) || Number.isNaN(Number(cookie.lastAccessed)))
    throw new TypeError("one of its cookies has a time that is none");
  return cookie;
}
