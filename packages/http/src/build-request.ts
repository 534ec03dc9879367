import { milliseconds } from "baedal/lowlevel";
import { bodyOf } from "./body/body-of.ts";
import { acceptedCodings } from "./body/content-coding.ts";
import { Call } from "./call.ts";
import { HeaderList } from "./header-list.ts";
import { HttpRequest, type RequestSettings } from "./http-request.ts";
import { checkNames, countOf } from "./options/check-options.ts";
import { addQuery, type QueryInput } from "./options/query.ts";
import type { RedirectOptions, RequestOptions } from "./options/request-options.ts";
import type { SessionOptions } from "./options/session-options.ts";
import { defaultTimeouts, resolveTimeouts, type Timeouts } from "./options/timeouts.ts";
import { redactUrl } from "./redact.ts";
import { takeCredentials } from "./url-credentials.ts";
import { version } from "./version.ts";

/** How the body of the answer is read; the default deadlines differ. */
export type ReadMode = "buffered" | "streamed";

const sessionNames: ReadonlySet<string> = new Set([
  "baseUrl", "headers", "params", "userAgent", "limit", "limitPerHost", "keepAlive", "timeout", "redirect",
  "maxBodySize", "maxHeaderSize", "decompress", "raiseForStatus",
]);

/** Request options that override settings. */
const settingNames = [
  "timeout", "redirect", "maxBodySize", "decompress", "raiseForStatus", "onUploadProgress", "onDownloadProgress",
] as const;

const requestNames: ReadonlySet<string> = new Set(["headers", "params", "json", "body", "signal", ...settingNames]);

const methodName = /^[A-Z]+(?:-[A-Z]+)*$/i;
const normalised: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"]);

/** What a session sends with every request, worked out once. */
export class RequestDefaults {
  readonly #baseUrl: URL | undefined;
  readonly #headers: HeaderList;
  readonly #params: QueryInput | undefined;
  readonly #timeouts: Timeouts;
  readonly #buffered: RequestSettings;
  readonly #streamed: RequestSettings;

  constructor(options: SessionOptions) {
    checkNames(options, sessionNames, "ClientSession");
    this.#baseUrl = options.baseUrl === undefined ? undefined : parseUrl(String(options.baseUrl), undefined, "baseUrl");
    this.#headers = defaultHeaders(options);
    this.#params = options.params;
    this.#timeouts = resolveTimeouts(options.timeout, defaultTimeouts);
    this.#buffered = {
      ...limitsOf(this.#timeouts, "buffered"),
      maxBodySize: countOf(options.maxBodySize ?? 64 * 1024 * 1024, 0, "maxBodySize"),
      decompress: options.decompress ?? true,
      maxRedirects: maxRedirectsOf(options.redirect, 10),
      raiseForStatus: options.raiseForStatus ?? false,
      streamed: false,
      onUploadProgress: undefined,
      onDownloadProgress: undefined,
    };
    this.#streamed = {
      ...this.#buffered,
      ...limitsOf(this.#timeouts, "streamed"),
      maxBodySize: options.maxBodySize === undefined ? Infinity : this.#buffered.maxBodySize,
      streamed: true,
    };
  }

  /**
   * A request ready to be sent.
   *
   * @throws TypeError for wrong arguments: the URL, a header, an option that does not exist
   */
  request(method: string, url: string | URL, options: RequestOptions, mode: ReadMode = "buffered"): HttpRequest {
    checkNames(options, requestNames, "A request");
    const target = parseUrl(String(url), this.#baseUrl, "The URL");
    const credentials = takeCredentials(target);
    target.hash = "";
    addQuery(target, this.#params, options.params);
    const verb = methodOf(method);
    const headers = this.#headers.clone();
    if (credentials !== undefined && headers.get("authorization") === undefined) headers.set("authorization", credentials);
    if (options.headers !== undefined) headers.override(options.headers);
    const settings = this.#settings(options, mode);
    if (!settings.decompress && options.decompress === false) headers.delete("accept-encoding");
    const body = bodyOf(options.json, options.body);
    if (body?.contentType !== undefined && headers.get("content-type") === undefined) {
      headers.set("content-type", body.contentType);
    }
    const timeouts = resolveTimeouts(options.timeout, this.#timeouts);
    const call = new Call(timeouts.total ?? (mode === "buffered" ? 300_000 : Infinity), () => ({ method: verb, url: redactUrl(target) }));
    return new HttpRequest(verb, target, headers, body, call, settings);
  }

  #settings(options: RequestOptions, mode: ReadMode): RequestSettings {
    const inherited = mode === "buffered" ? this.#buffered : this.#streamed;
    if (!settingNames.some((name) => options[name] !== undefined)) return inherited;
    const { timeout, maxBodySize, redirect } = options;
    return {
      ...limitsOf(resolveTimeouts(timeout, this.#timeouts), mode),
      maxBodySize: maxBodySize === undefined ? inherited.maxBodySize : countOf(maxBodySize, 0, "maxBodySize"),
      decompress: options.decompress ?? inherited.decompress,
      maxRedirects: maxRedirectsOf(redirect, inherited.maxRedirects),
      raiseForStatus: options.raiseForStatus ?? inherited.raiseForStatus,
      streamed: inherited.streamed,
      onUploadProgress: options.onUploadProgress,
      onDownloadProgress: options.onDownloadProgress,
    };
  }
}

function defaultHeaders(options: SessionOptions): HeaderList {
  const headers = new HeaderList();
  const own: Record<string, string> = { "User-Agent": options.userAgent ?? `baedal/${version}`, Accept: "*/*" };
  if (options.decompress !== false) own["Accept-Encoding"] = acceptedCodings;
  headers.override(own);
  if (options.headers !== undefined) headers.override(options.headers);
  return headers;
}

function limitsOf(timeouts: Timeouts, mode: ReadMode): Pick<RequestSettings, "queueTimeout" | "connectTimeout" | "readTimeout"> {
  return {
    queueTimeout: timeouts.queue,
    connectTimeout: timeouts.connect,
    readTimeout: timeouts.read ?? (mode === "buffered" ? Infinity : 60_000),
  };
}

function maxRedirectsOf(redirect: RedirectOptions | false | undefined, inherited: number): number {
  if (redirect === undefined) return inherited;
  if (redirect === false) return -1;
  return redirect.max === undefined ? 10 : countOf(redirect.max, 0, "redirect.max");
}

function methodOf(method: string): string {
  const upper = method.toUpperCase();
  if (normalised.has(upper)) return upper;
  if (!methodName.test(method) || upper === "CONNECT") throw new TypeError(`${JSON.stringify(method)} is not a method that a session can send`);
  return method;
}

function parseUrl(text: string, base: URL | undefined, what: string): URL {
  const url = URL.parse(text, base);
  if (url === null) {
    const hint = base === undefined ? "it needs scheme and host, or the session a baseUrl" : "it cannot be joined to baseUrl";
    throw new TypeError(`${what} ${JSON.stringify(withoutUserinfo(text))} is not valid: ${hint}`);
  }
  if (url.protocol === "http:" || url.protocol === "https:") return url;
  throw new TypeError(`${what} ${redactUrl(url)} is neither http nor https`);
}

/** What cannot be parsed may still hold a password. */
function withoutUserinfo(text: string): string {
  return text.replace(/\/\/[^/]*@/, "//***@").slice(0, 200);
}

/** How long a connection may lie idle, in ms; 0 = not at all. */
export function keepAliveOf(options: SessionOptions): number {
  if (options.keepAlive === false) return 0;
  return milliseconds(options.keepAlive ?? 4000, "keepAlive");
}
