import type { ScopeName } from "./follow/scope.ts";
import type { Handler } from "./handle/handler.ts";
import type { DurationOption, RateOption, SizeOption } from "./parse-quantity.ts";

/** Options of a `Collection`; on the command line the same names in kebab-case. */
export interface CollectionOptions {
  /** Where the store lies; made if it is not there. */
  readonly directory: string;
  /** Requests in flight in all. @default 64 */
  readonly concurrency?: number | undefined;
  /** Requests in flight to one host (name and port). @default 8 */
  readonly perHost?: number | undefined;
  /** Requests to one host in a time, such as `"5/s"`, `"30/m"` or `5` (a second). @default no limit */
  readonly rate?: RateOption | undefined;
  /** Shortest time between two requests to one host. @default none */
  readonly delay?: DurationOption | undefined;
  /**
   * Bounds one attempt, from leaving the queue to the last byte of the body, its redirects added up. Waiting out of
   * politeness, or for memory that other bodies hold, does not count. @default "60s"
   */
  readonly timeout?: DurationOption | undefined;
  /** Further tries after the first. @default 3 */
  readonly retries?: number | undefined;
  /** A URL whose host asks for a longer rest than this fails. @default "10m" */
  readonly maxRetryAfter?: DurationOption | undefined;
  /** Largest body in bytes, decoded; a URL with a larger one fails. @default "64MiB" */
  readonly maxBody?: SizeOption | undefined;
  /** Requests for pages in one run; redirects, robots.txt and sitemaps do not count. @default no limit */
  readonly maxPages?: number | undefined;
  /** Bytes of all bodies of one run. @default no limit */
  readonly maxBytes?: SizeOption | undefined;
  /** Length of one run. @default no limit */
  readonly maxTime?: DurationOption | undefined;
  /** Collects what the pages link to (`a[href]` and `area[href]`), breadth first. @default false */
  readonly follow?: boolean | undefined;
  /** Links from a URL given by hand to the last pages that are collected. @default no limit */
  readonly maxDepth?: number | undefined;
  /**
   * URLs of one host, over all runs, after which its links and the entries of sitemaps are left out: what bounds a trap
   * that makes ever new URLs. @default no limit
   */
  readonly maxPerHost?: number | undefined;
  /** Which links are followed, seen from the URLs given by hand. @default "host" */
  readonly scope?: ScopeName | undefined;
  /**
   * Of links and sitemaps, only URLs that match one of these are collected: globs for the whole URL (`*` within a
   * segment, `**` across), or regular expressions between slashes. @default all
   */
  readonly include?: string | readonly string[] | undefined;
  /** Of links and sitemaps, URLs that match one of these are not collected, whatever `include` says. @default none */
  readonly exclude?: string | readonly string[] | undefined;
  /** Heeds robots.txt (RFC 9309), Crawl-delay and robots meta elements. @default true when following links */
  readonly robots?: boolean | undefined;
  /** Follows links and redirects of other hosts to private and loopback addresses. @default false */
  readonly allowPrivate?: boolean | undefined;
  /** Sitemaps (also indexes, gzip, plain lists and feeds) whose URLs are collected. @default none */
  readonly sitemap?: string | readonly string[] | undefined;
  /** Extracts without code: `"name=CSS"` for text, `"name=CSS@attribute"`. @default nothing */
  readonly select?: string | readonly string[] | undefined;
  /** Extracts with code: a function, or the path of a module that exports it as `handle`. @default none */
  readonly handler?: Handler | string | undefined;
  /**
   * Threads for the handler of a module; each loads the module once. 0 keeps it on the thread that sends the requests.
   * @default some, once it is seen to compute
   */
  readonly handlerThreads?: number | undefined;
  /** Further headers, `"Name: value"` or by name; only the hosts of URLs given by hand get them. @default none */
  readonly header?: string | readonly string[] | Readonly<Record<string, string>> | undefined;
  /** An http, https, socks4 or socks5 URL, credentials in its userinfo. @default none */
  readonly proxy?: string | undefined;
  /** File of cookies to begin with: Netscape's cookies.txt, or what `CookieJar.save` wrote. @default none */
  readonly cookies?: string | undefined;
  /** `"user:password"` for the hosts of URLs given by hand. @default none */
  readonly auth?: string | { readonly username: string; readonly password: string } | undefined;
  /** File of certificates (PEM) to trust besides those of Node, for the hosts of URLs given by hand. @default none */
  readonly ca?: string | undefined;
  /** Accepts any certificate from the hosts of URLs given by hand. @default false */
  readonly insecure?: boolean | undefined;
  /** Offers HTTP/2 to the hosts of URLs given by hand. @default false */
  readonly http2?: boolean | undefined;
  /** Says who is asking. @default "baedal/VERSION" */
  readonly userAgent?: string | undefined;
  /** Collects finished pages again, with conditional requests where the store allows it. @default false */
  readonly refresh?: boolean | undefined;
  /** Tries pages again that failed for good. @default false */
  readonly retryFailed?: boolean | undefined;
  /** One request at a time in all. @default false */
  readonly sequential?: boolean | undefined;
}
