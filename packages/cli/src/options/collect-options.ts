import type { ScopeName } from "@baedal/collect";
import type { Credentials } from "../units/parse-credentials.ts";
import {
  choice,
  count,
  countFromZero,
  credentials,
  duration,
  headerText,
  path,
  rate,
  size,
  someSize,
  someTime,
  text,
  url,
} from "./option-kind.ts";
import type { OptionTable } from "./option-table.ts";

/** What `baedal collect` takes; durations in milliseconds, sizes in bytes. */
export interface CollectOptions {
  readonly input?: readonly string[];
  readonly sitemap?: readonly string[];
  readonly output?: string;
  readonly concurrency: number;
  readonly perHost: number;
  /** As typed: `5/s`. */
  readonly rate?: string;
  readonly delay?: number;
  readonly sequential?: boolean;
  readonly compare?: boolean;
  readonly follow?: boolean;
  readonly maxDepth?: number;
  readonly maxPerHost?: number;
  readonly scope: ScopeName;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly robots?: boolean;
  readonly allowPrivate?: boolean;
  readonly select?: readonly string[];
  readonly handler?: string;
  readonly handlerThreads?: number;
  readonly timeout: number;
  readonly retries: number;
  readonly maxRetryAfter: number;
  readonly maxBody: number;
  readonly maxPages?: number;
  readonly maxBytes?: number;
  readonly maxTime?: number;
  readonly userAgent?: string;
  /** As typed: `Accept: text/html`. */
  readonly header?: readonly string[];
  readonly cookies?: string;
  readonly auth?: Credentials;
  readonly proxy?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly http2?: boolean;
  readonly refresh?: boolean;
  readonly retryFailed?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly config?: string;
}

const what = "What and where:";
const pace = "How fast:";
const links = "Following links:";
const extraction = "Taking something out of the pages:";
const trouble = "When it goes wrong:";
const budgets = "When to stop (each run has its own budget, and ends with 3 when it is used up):";
const request = "What is sent:";
const connection = "The connection:";
const again = "On a store that is there already:";
const display = "What is shown, on stderr:";
const scopes: readonly ScopeName[] = ["host", "domain", "prefix", "any"];

/** The options of `baedal collect`, in the order of its help. The defaults are those of the library, which a test checks. */
export const collectOptions: OptionTable<CollectOptions> = {
  input: {
    flags: "-i, --input <file>",
    kind: "repeatable",
    each: text,
    group: what,
    help: "a list of URLs, one a line; - is stdin; blank lines and lines that start with # are skipped (repeatable)",
  },
  sitemap: {
    flags: "--sitemap <url>",
    kind: "repeatable",
    each: url,
    group: what,
    help: "collect what a sitemap names: also an index, gzip, a plain list, a feed (repeatable)",
  },
  output: {
    flags: "-o, --output <dir>",
    kind: path,
    group: what,
    help: "the directory that keeps the pages; the same command again goes on where the last run ended (required)",
  },
  concurrency: { flags: "--concurrency <n>", kind: count, default: 64, group: pace, help: "requests in flight in all" },
  perHost: { flags: "--per-host <n>", kind: count, default: 8, group: pace, help: "requests in flight to one host" },
  rate: { flags: "--rate <rate>", kind: rate, group: pace, help: "requests to one host in a time: 5/s, 30/m" },
  delay: { flags: "--delay <duration>", kind: duration, group: pace, help: "time between two requests to one host" },
  sequential: { flags: "--sequential", kind: "switch", group: pace, help: "one request at a time in all" },
  compare: {
    flags: "--compare",
    kind: "switch",
    group: pace,
    help: "first one request at a time, then concurrently, and tell both times",
  },
  follow: { flags: "--follow", kind: "switch", group: links, help: "collect what the pages link to as well" },
  maxDepth: { flags: "--max-depth <n>", kind: countFromZero, group: links, help: "links away from the URLs given" },
  maxPerHost: {
    flags: "--max-per-host <n>",
    kind: count,
    group: links,
    help: "no more links once so many URLs of their host are known, against traps",
  },
  scope: {
    flags: "--scope <scope>",
    kind: choice(scopes),
    default: "host",
    group: links,
    help: "which links: those on the host of a URL given, on its domain, below its path (prefix), or any",
  },
  include: {
    flags: "--include <pattern>",
    kind: "repeatable",
    each: text,
    group: links,
    help: "only links that match: * within a segment, ** across; /a regular expression/ (repeatable)",
  },
  exclude: {
    flags: "--exclude <pattern>",
    kind: "repeatable",
    each: text,
    group: links,
    help: "no links that match, whatever --include says (repeatable)",
  },
  robots: {
    flags: "--robots",
    kind: "switch",
    negated: "do not heed it, even when following",
    group: links,
    help: "heed robots.txt, also for the URLs given (the default with --follow)",
  },
  allowPrivate: {
    flags: "--allow-private",
    kind: "switch",
    group: links,
    help: "follow links and redirects of other hosts to private addresses too",
  },
  select: {
    flags: "--select <name=css>",
    kind: "repeatable",
    each: text,
    group: extraction,
    help: "keep the text of what a selector finds, or with name=css@attr an attribute (repeatable)",
  },
  handler: {
    flags: "--handler <file>",
    kind: text,
    group: extraction,
    help: "a module that exports handle(page), which returns { data, urls }",
  },
  handlerThreads: {
    flags: "--handler-threads <n>",
    kind: countFromZero,
    group: extraction,
    help: "threads for the handler; 0 for none (some by default, once it is seen to compute)",
  },
  timeout: {
    flags: "--timeout <duration>",
    kind: someTime,
    default: 60_000,
    group: trouble,
    help: "bound one attempt, its redirects and its body included; waiting for a turn does not count",
  },
  retries: {
    flags: "--retries <n>",
    kind: countFromZero,
    default: 3,
    group: trouble,
    help: "further tries after the first",
  },
  maxRetryAfter: {
    flags: "--max-retry-after <duration>",
    kind: duration,
    default: 600_000,
    group: trouble,
    help: "a URL fails when its host asks to be left alone for longer",
  },
  maxBody: {
    flags: "--max-body <size>",
    kind: size,
    default: 67_108_864,
    group: trouble,
    help: "a URL fails when its body is larger",
  },
  maxPages: { flags: "--max-pages <n>", kind: count, group: budgets, help: "after so many pages" },
  maxBytes: { flags: "--max-bytes <size>", kind: someSize, group: budgets, help: "after so many bytes of bodies" },
  maxTime: { flags: "--max-time <duration>", kind: someTime, group: budgets, help: "after so long" },
  userAgent: { flags: "-A, --user-agent <text>", kind: text, group: request, help: "call yourself this" },
  header: {
    flags: "-H, --header <header>",
    kind: "repeatable",
    each: headerText,
    group: request,
    help: 'a header for the hosts of the URLs given: "Accept: text/html" (repeatable)',
  },
  cookies: {
    flags: "--cookies <file>",
    kind: text,
    group: request,
    help: "cookies to begin with: a cookies.txt as browsers export it, or saved by the library",
  },
  auth: {
    flags: "-u, --auth <user:password>",
    kind: credentials,
    env: "BAEDAL_AUTH",
    group: request,
    help: "HTTP Basic credentials for the hosts of the URLs given",
  },
  proxy: {
    flags: "-x, --proxy <url>",
    kind: text,
    group: connection,
    help: "go through a proxy: http://user:password@host:3128, socks5://host",
  },
  ca: {
    flags: "--ca <file>",
    kind: text,
    group: connection,
    help: "trust the certificates in this PEM file as well, for the hosts of the URLs given",
  },
  insecure: {
    flags: "-k, --insecure",
    kind: "switch",
    group: connection,
    help: "do not check the certificates of the hosts of the URLs given",
  },
  http2: {
    flags: "--http2",
    kind: "switch",
    group: connection,
    help: "use HTTP/2 where the hosts of the URLs given offer it",
  },
  refresh: {
    flags: "--refresh",
    kind: "switch",
    group: again,
    help: "fetch finished URLs again, but only what has changed where the server can tell",
  },
  retryFailed: { flags: "--retry-failed", kind: "switch", group: again, help: "try the URLs again that failed" },
  json: { flags: "--json", kind: "switch", group: display, help: "one JSON object a line instead of the moving block" },
  quiet: { flags: "-q, --quiet", kind: "switch", group: display, help: "nothing but errors" },
  config: {
    flags: "--config <file>",
    kind: text,
    group: "Options from a file:",
    help: "baedal.config.ts or .json in the current directory by default; the command line wins",
  },
};
