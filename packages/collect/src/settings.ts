import { OptionError } from "./errors.ts";
import type { ScopeName } from "./follow/scope.ts";
import { urlPattern } from "./follow/url-pattern.ts";
import type { Handler } from "./handle/handler.ts";
import { nearestName } from "./nearest-name.ts";
import type { CollectionOptions } from "./options.ts";
import { normalizeUrl } from "./normalize-url.ts";
import { Selection } from "./select/selection.ts";
import { parseDuration, parseRate, parseSize } from "./parse-quantity.ts";

/** `CollectionOptions` with every default filled in and every quantity in ms or bytes. */
export interface Settings {
  readonly directory: string;
  readonly concurrency: number;
  readonly perHost: number;
  /** Shortest time between two requests to one host: the longer of `delay` and what `rate` allows. */
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly maxRetryAfter: number;
  readonly maxBody: number;
  readonly userAgent: string;
  readonly maxPages: number;
  readonly maxBytes: number;
  readonly maxTime: number;
  readonly follow: boolean;
  readonly maxDepth: number;
  readonly maxPerHost: number;
  readonly scope: ScopeName;
  readonly include: readonly ((url: string) => boolean)[];
  readonly exclude: readonly ((url: string) => boolean)[];
  readonly robots: boolean;
  readonly allowPrivate: boolean;
  readonly select: Selection | undefined;
  readonly handler: Handler | string | undefined;
  readonly handlerThreads: number | undefined;
  readonly sitemap: readonly string[];
  /** Sent to the hosts of the URLs given by hand only. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly proxy: string | undefined;
  /** Paths of files. */
  readonly cookies: string | undefined;
  readonly ca: string | undefined;
  readonly auth: { readonly username: string; readonly password: string } | undefined;
  readonly insecure: boolean;
  readonly http2: boolean;
  readonly requeue: "none" | "failed" | "all";
  readonly sequential: boolean;
}

const knownOptions: readonly (keyof CollectionOptions)[] = [
  "directory",
  "concurrency",
  "perHost",
  "rate",
  "delay",
  "timeout",
  "retries",
  "maxRetryAfter",
  "maxBody",
  "userAgent",
  "refresh",
  "retryFailed",
  "sequential",
  "maxPages",
  "maxBytes",
  "maxTime",
  "follow",
  "maxDepth",
  "maxPerHost",
  "scope",
  "include",
  "exclude",
  "robots",
  "allowPrivate",
  "select",
  "handler",
  "handlerThreads",
  "sitemap",
  "header",
  "proxy",
  "cookies",
  "ca",
  "auth",
  "insecure",
  "http2",
];

/**
 * Checks the options of a collection.
 *
 * @throws OptionError an unknown one, or one with a value that it cannot have
 */
export function settingsOf(options: CollectionOptions): Settings {
  refuseUnknown(options);
  const sequential = options.sequential ?? false;
  return {
    directory: directoryOf(options.directory),
    concurrency: sequential ? 1 : count(options.concurrency ?? 64, "concurrency", 1),
    perHost: sequential ? 1 : count(options.perHost ?? 8, "perHost", 1),
    interval: Math.max(
      options.rate === undefined ? 0 : parseRate(options.rate, "rate"),
      options.delay === undefined ? 0 : parseDuration(options.delay, "delay"),
    ),
    timeout: parseDuration(options.timeout ?? "60s", "timeout"),
    retries: count(options.retries ?? 3, "retries", 0),
    maxRetryAfter: parseDuration(options.maxRetryAfter ?? "10m", "maxRetryAfter"),
    maxBody: parseSize(options.maxBody ?? "64MiB", "maxBody"),
    userAgent: userAgentOf(options.userAgent ?? "baedal/0.1.0"),
    maxPages: options.maxPages === undefined ? Infinity : count(options.maxPages, "maxPages", 0),
    maxBytes: options.maxBytes === undefined ? Infinity : parseSize(options.maxBytes, "maxBytes"),
    maxTime: options.maxTime === undefined ? Infinity : parseDuration(options.maxTime, "maxTime"),
    ...followingOf(options),
    select: options.select === undefined ? undefined : new Selection(listOf(options.select)),
    handler: options.handler,
    handlerThreads: threadsOf(options),
    sitemap: listOf(options.sitemap).map((url) => normalizeUrl(url)),
    headers: headersOf(options.header),
    proxy: options.proxy,
    cookies: options.cookies,
    ca: options.ca,
    auth: options.auth === undefined ? undefined : credentialsOf(options.auth),
    insecure: options.insecure ?? false,
    http2: options.http2 ?? false,
    requeue: options.refresh ? "all" : options.retryFailed ? "failed" : "none",
    sequential,
  };
}

function threadsOf({ handler, handlerThreads }: CollectionOptions): number | undefined {
  if (handlerThreads === undefined) return undefined;
  if (typeof handler !== "function") return count(handlerThreads, "handlerThreads", 0);
  throw new OptionError("handlerThreads", "a function cannot go to threads: name the module that exports it as handle");
}

/** What of the settings is about links. */
type Following = Pick<
  Settings,
  "follow" | "maxDepth" | "maxPerHost" | "scope" | "include" | "exclude" | "robots" | "allowPrivate"
>;

function followingOf(options: CollectionOptions): Following {
  const { follow = false, scope = "host" } = options;
  if (!scopes.includes(scope)) {
    throw new OptionError("scope", `scope must be one of ${scopes.join(", ")}, not ${String(scope)}`);
  }
  return {
    follow,
    maxPerHost: options.maxPerHost === undefined ? Infinity : count(options.maxPerHost, "maxPerHost", 1),
    maxDepth: options.maxDepth === undefined ? Infinity : count(options.maxDepth, "maxDepth", 0),
    scope,
    include: listOf(options.include).map((pattern) => urlPattern(pattern, "include")),
    exclude: listOf(options.exclude).map((pattern) => urlPattern(pattern, "exclude")),
    robots: options.robots ?? follow,
    allowPrivate: options.allowPrivate ?? false,
  };
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

function credentialsOf(auth: NonNullable<CollectionOptions["auth"]>): NonNullable<Settings["auth"]> {
  if (typeof auth !== "string") return auth;
  const colon = auth.indexOf(":");
  // The value is a secret: it is not repeated.
  if (colon < 1) throw new OptionError("auth", 'auth must be such as "user:password"');
  return { username: auth.slice(0, colon), password: auth.slice(colon + 1) };
}

function headersOf(header: CollectionOptions["header"]): [name: string, value: string][] {
  if (typeof header === "object" && !isList(header)) return Object.entries(header).map(checkedHeader);
  return listOf(header).map((line) => {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(0, colon)).trim();
    if (name !== "") return checkedHeader([name, line.slice(colon + 1).trim()]);
    throw new OptionError("header", `header must be such as "Accept-Language: ko", not ${JSON.stringify(line)}`);
  });
}

function checkedHeader([name, value]: readonly [name: string, value: string]): [name: string, value: string] {
  try {
    new Headers().append(name, value);
    return [name, value];
  } catch {
    // The value may be a secret: it is not repeated.
    throw new OptionError("header", `header ${JSON.stringify(name)} cannot be sent: its name or its value is no HTTP`);
  }
}

/** What may stand in a header is checked before anything is asked with it. */
function userAgentOf(text: string): string {
  const [, userAgent] = checkedHeader(["User-Agent", text.trim()]);
  if (userAgent !== "") return userAgent;
  throw new OptionError("userAgent", "userAgent is empty: an honest robot says who is asking");
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}

const scopes: readonly ScopeName[] = ["host", "domain", "prefix", "any"];

function refuseUnknown(options: CollectionOptions): void {
  for (const name of Object.keys(options)) {
    // Only compared: a name that is not in the list is refused.
    if (knownOptions.includes(name as keyof CollectionOptions)) continue;
    const nearest = nearestName(name, knownOptions);
    throw new OptionError(
      name,
      `There is no option ${name}${nearest === undefined ? "" : `; did you mean ${nearest}`}`,
    );
  }
}

function directoryOf(directory: unknown): string {
  if (typeof directory === "string" && directory !== "") return directory;
  throw new OptionError("directory", 'A collection needs a directory to keep what it collects: { directory: "out" }');
}

function count(value: unknown, option: string, least: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least) return value;
  throw new OptionError(option, `${option} must be a whole number of at least ${least}, not ${String(value)}`);
}
