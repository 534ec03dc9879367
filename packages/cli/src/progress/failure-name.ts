import type { PageError } from "@baedal/collect";
import { inCommandWords, isRefusedCertificate } from "../command-words.ts";

/** What the codes of failed pages mean, in few words. */
const names: Readonly<Record<string, string>> = {
  ERR_BAEDAL_STATUS: "bad status",
  ERR_BAEDAL_CONNECT: "no connection",
  ERR_BAEDAL_TIMEOUT: "timed out",
  ERR_BAEDAL_PROTOCOL: "broken answer",
  ERR_BAEDAL_BODY: "broken body",
  ERR_BAEDAL_MAX_BODY: "larger than --max-body",
  ERR_BAEDAL_TOO_MANY_REDIRECTS: "too many redirects",
  ERR_BAEDAL_RATE_LIMITED: "rate limited",
  ERR_BAEDAL_ROBOTS: "kept out by robots.txt",
  ERR_BAEDAL_HANDLER: "handler threw",
  ERR_BAEDAL_GUARD: "private address",
};

/** The system's words for connections that did not come about; they stand at the end of such a message. */
const systemNames: Readonly<Record<string, string>> = {
  ENOTFOUND: "unknown host",
  EAI_AGAIN: "unknown host",
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
};

/** A failure's code in words; a code that has none stands for itself. */
export function failureName(code: string): string {
  return names[code] ?? code;
}

/** Why one page failed, in few words: `status 404`, `unknown host`, `timed out`. */
export function failureReason(status: number | null, { code, message }: PageError): string {
  if (code === "ERR_BAEDAL_STATUS" && status !== null) return `status ${status}`;
  if (code !== "ERR_BAEDAL_CONNECT") return failureName(code);
  if (isRefusedCertificate(message)) return "certificate not trusted (--ca, -k)";
  const word = /\bE[A-Z_]{4,}\b/.exec(message)?.[0];
  const reason = (word === undefined ? undefined : systemNames[word]) ?? failureName(code);
  return message.includes(" through the proxy: ") ? `proxy: ${reason}` : reason;
}

/** Why one page failed, in full and on one line: its URL, which has no blank in it, a colon and the reason. */
export function failureLine(url: string, { message }: PageError): string {
  const reason = inCommandWords(message)
    .replaceAll(/\s*\n\s*/gu, " ")
    .trim();
  return `${url}: ${withoutRequest(reason, url)}`;
}

/** Errors of requests begin with the request; another URL than the page's is a hop of it, and says something. */
function withoutRequest(reason: string, url: string): string {
  const request = `GET ${url}`;
  return reason.startsWith(`${request}: `) || reason.startsWith(`${request} `)
    ? reason.slice(request.length).replace(/^:? /u, "")
    : reason;
}
