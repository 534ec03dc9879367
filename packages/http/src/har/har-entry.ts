import type { ClientResponse } from "../client-response.ts";
import { errorCode } from "../error-code.ts";
import type { LoggedExchange } from "../options/exchange-log.ts";
import { redactHeader } from "../redact-header.ts";
import { redactText } from "../redact-text.ts";
import { redactUrl } from "../redact.ts";
import type { HarEntry, HarPair, HarRequest, HarResponse } from "./har.ts";
import { harTimings, totalTime } from "./har-timings.ts";

type Pairs = ReadonlyArray<readonly [name: string, value: string]>;

/** Headers whose value is a URL, which may hold credentials. */
const urlHeader = /^(?:location|content-location|referer)$/i;

/** Makes the entry when it is asked for: the timings of a stream go on after its headers. Holds on to no body. */
export function harEntry(exchange: LoggedExchange, bodyLimit: number): () => HarEntry {
  const { sentAt, began, ended, error } = exchange;
  const parts = {
    startedDateTime: new Date(sentAt).toISOString(),
    request: harRequest(exchange, bodyLimit),
    response: exchange.response === undefined ? noResponse : harResponse(exchange.response, exchange.url, bodyLimit),
    ...(exchange.response === undefined ? { _error: errorCode(error) } : {}),
  };
  const timings = exchange.response?.timings;
  return () => {
    const lengths = harTimings(timings, began, ended);
    return { ...parts, time: totalTime(lengths), cache: {}, timings: lengths };
  };
}

function harRequest({ method, url, headers, body, bodyLength, response }: LoggedExchange, limit: number): HarRequest {
  const shown = redactUrl(url);
  const text = body === undefined ? undefined : textOf(body, limit);
  return {
    method,
    url: shown,
    httpVersion: httpVersion(response),
    cookies: valuesOf(headers, "cookie").flatMap((line) => line.split(";").map(hiddenCookie)),
    headers: headers.map(([name, value]) => harHeader(name, value, url)),
    queryString: [...new URL(shown).searchParams].map(([name, value]) => ({ name, value })),
    ...(text === undefined ? {} : { postData: { mimeType: valuesOf(headers, "content-type")[0] ?? "", text } }),
    headersSize: -1,
    bodySize: bodyLength ?? -1,
  };
}

function harResponse(response: ClientResponse, url: URL, limit: number): HarResponse {
  const { status, reason, rawHeaders } = response;
  const body = response.received;
  const text = body === undefined ? undefined : textOf(body, limit);
  const location = response.field("location");
  return {
    status,
    statusText: reason,
    httpVersion: httpVersion(response),
    cookies: response.all("set-cookie").map(hiddenCookie),
    headers: rawHeaders.map(([name, value]) => harHeader(name, value, url)),
    content: {
      size: body?.length ?? -1,
      mimeType: response.field("content-type") ?? "",
      ...(text === undefined ? {} : { text }),
    },
    redirectURL: location === undefined ? "" : shownUrl(location, url),
    headersSize: -1,
    bodySize: codedSize(response, body),
  };
}

const noResponse: HarResponse = {
  status: 0,
  statusText: "",
  httpVersion: "",
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: "" },
  redirectURL: "",
  headersSize: -1,
  bodySize: -1,
};

function httpVersion(response: ClientResponse | undefined): string {
  return response === undefined ? "" : response.httpVersion === "2" ? "HTTP/2" : `HTTP/${response.httpVersion}`;
}

function codedSize(response: ClientResponse, body: Uint8Array | undefined): number {
  const length = response.field("content-length");
  if (length !== undefined && /^\d+$/.test(length)) return Number(length);
  return body !== undefined && response.field("content-encoding") === undefined ? body.length : -1;
}

function harHeader(name: string, value: string, base: URL): HarPair {
  return { name, value: urlHeader.test(name) ? shownUrl(value, base) : redactHeader(name, value) };
}

/** A URL of a header; one that cannot be read is not shown, for it may hold anything. */
function shownUrl(value: string, base: URL): string {
  const url = URL.parse(value, base);
  return url === null ? "" : redactUrl(url);
}

function hiddenCookie(line: string): HarPair {
  return { name: (line.split(/[=;]/, 1)[0] ?? "").trim(), value: "***" };
}

function valuesOf(headers: Pairs, wanted: string): string[] {
  return headers.flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []));
}

/** A short body of text; undefined for any other. */
function textOf(body: string | Uint8Array, limit: number): string | undefined {
  if (body.length === 0 || body.length > limit) return undefined;
  if (typeof body === "string") return redactText(body);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? redactText(text) : undefined;
}
