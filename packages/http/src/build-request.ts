import { bodyOf } from "./body/body-of.ts";
import type { OutgoingBody } from "./body/outgoing-body.ts";
import { acceptedCodings } from "./body/content-coding.ts";
import { Call } from "./call.ts";
import { HeaderList } from "./header-list.ts";
import { HttpRequest } from "./http-request.ts";
import { type AuthFunction, resolveAuth } from "./options/auth-options.ts";
import { checkNames, flagOf } from "./options/check-options.ts";
import { parseProxy, type ProxyFor, proxyFromEnvironment } from "./options/proxy-options.ts";
import { addQuery, type QueryInput } from "./options/query.ts";
import { noOptions, type RequestOptions } from "./options/request-options.ts";
import { sessionNames, type SessionOptions } from "./options/session-options.ts";
import { type ReadMode, settingNames, Settings } from "./options/settings.ts";
import { parseUrl } from "./parse-url.ts";
import { redactUrl } from "./redact.ts";
import { Target } from "./target.ts";
import { takeCredentials } from "./url-credentials.ts";
import { version } from "./version.ts";

const requestNames: ReadonlySet<string> = new Set([
  "headers",
  "params",
  "json",
  "body",
  "auth",
  "proxy",
  "signal",
  ...settingNames,
]);

const methodName = /^[A-Z]+(?:-[A-Z]+)*$/i;
const standard: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"]);

/** What a session sends with every request, worked out once. */
export class RequestDefaults {
  readonly #baseUrl: URL | undefined;
  readonly #headers: HeaderList;
  readonly #params: QueryInput | undefined;
  readonly #auth: string | AuthFunction | undefined;
  readonly #settings: Settings;
  readonly #proxyFor: ProxyFor | undefined;
  #latest: Place | undefined;

  /**
   * @throws TypeError for an option that does not exist or has a wrong value
   */
  constructor(options: SessionOptions) {
    checkNames(options, sessionNames, "ClientSession");
    this.#baseUrl = options.baseUrl === undefined ? undefined : parseUrl(String(options.baseUrl), undefined, "baseUrl");
    this.#headers = defaultHeaders(options);
    this.#params = options.params;
    this.#auth = resolveAuth(options.auth);
    this.#settings = new Settings(options);
    const { proxy } = options;
    const trustEnv = flagOf(options.trustEnv, "trustEnv");
    this.#proxyFor = proxy === undefined && trustEnv === true ? proxyFromEnvironment(process.env) : fixedProxy(proxy);
  }

  /**
   * A request ready to be sent.
   *
   * @throws TypeError for wrong arguments: the URL, a header, an option that does not exist
   */
  request(method: string, url: string | URL, options: RequestOptions, mode: ReadMode = "buffered"): HttpRequest {
    if (options !== noOptions) checkNames(options, requestNames, "A request");
    const verb = methodOf(method);
    const { target, credentials } = this.#place(String(url), options.params);
    const body = bodyOf(options.json, options.body);
    const auth = resolveAuth(options.auth) ?? credentials ?? this.#auth;
    const headers = this.#headersOf(options, body, typeof auth === "string" ? auth : undefined);
    const settings = this.#settings.of(options, mode);
    const call = new Call(this.#settings.total(options, mode), () => ({ method: verb, url: redactUrl(target.url) }));
    const request = new HttpRequest(verb, target, headers, body, call, settings);
    if (typeof auth === "function") request.auth = auth;
    request.proxyFor = options.proxy === undefined ? this.#proxyFor : fixedProxy(options.proxy);
    return request;
  }

  /** Where a URL leads. The one asked for last is kept: who polls, asks for the same one again and again. */
  #place(text: string, params: QueryInput | undefined): Place {
    if (params === undefined && this.#latest?.text === text) return this.#latest;
    const url = parseUrl(text, this.#baseUrl, "The URL");
    const credentials = takeCredentials(url);
    addQuery(url, this.#params, params);
    const place = { text, target: new Target(url), credentials };
    if (params === undefined) this.#latest = place;
    return place;
  }

  /** The defaults themselves where a request adds nothing. */
  #headersOf(
    { headers: given, decompress }: RequestOptions,
    body: OutgoingBody | undefined,
    auth: string | undefined,
  ): HeaderList {
    if (given === undefined && decompress === undefined && body === undefined && auth === undefined)
      return this.#headers;
    const headers = this.#headers.clone();
    if (decompress === false) headers.delete("accept-encoding");
    else if (decompress === true && headers.get("accept-encoding") === undefined)
      headers.set("Accept-Encoding", acceptedCodings);
    if (given !== undefined) headers.override(given);
    const type = body?.contentType;
    if (type !== undefined && headers.get("content-type") === undefined) headers.override({ "Content-Type": type });
    if (auth !== undefined && headers.get("authorization") === undefined) headers.override({ Authorization: auth });
    return headers;
  }
}

/** A URL that was asked for, and what it comes to. */
interface Place {
  readonly text: string;
  readonly target: Target;
  readonly credentials: string | undefined;
}

function defaultHeaders({ userAgent, decompress, headers: given }: SessionOptions): HeaderList {
  const headers = new HeaderList();
  headers.override({ "User-Agent": userAgent ?? `baedal/${version}`, Accept: "*/*" });
  if (decompress !== false) headers.set("Accept-Encoding", acceptedCodings);
  if (given !== undefined) headers.override(given);
  return headers;
}

function methodOf(method: string): string {
  const upper = String(method).toUpperCase();
  if (standard.has(upper)) return upper;
  if (methodName.test(method) && upper !== "CONNECT") return method;
  throw new TypeError(`${JSON.stringify(method)} is not a method that a session can send`);
}

function fixedProxy(proxy: string | URL | false | undefined): ProxyFor | undefined {
  if (proxy === undefined || proxy === false) return undefined;
  const parsed = parseProxy(proxy);
  return () => parsed;
}
