import type { Attributes } from "@opentelemetry/api";
import type { ClientResponse } from "../client-response.ts";
import type { OutgoingRequest } from "../options/auth-options.ts";
import { redactUrl } from "../redact.ts";

/** Any other could be of anyone's making, and a back end that groups by method would drown in them. */
const known: ReadonlySet<string> = new Set([
  "CONNECT",
  "DELETE",
  "GET",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
  "TRACE",
]);

/** The name of a span: of low cardinality, so without the URL. */
export function spanName({ method }: OutgoingRequest): string {
  return known.has(method) ? method : "HTTP";
}

/** What is known before the request is sent, for samplers too. */
export function requestAttributes({ method, url }: OutgoingRequest): Attributes {
  const target = new URL(url);
  return {
    ...(known.has(method)
      ? { "http.request.method": method }
      : { "http.request.method": "_OTHER", "http.request.method_original": method }),
    "server.address": target.hostname.replace(/^\[|\]$/g, ""),
    "server.port": target.port === "" ? (target.protocol === "https:" ? 443 : 80) : Number(target.port),
    "url.full": redactUrl(target),
  };
}

/** What the answer adds. */
export function responseAttributes(response: ClientResponse): Attributes {
  const resent = response.attempts - 1 + response.history.length;
  return {
    "http.response.status_code": response.status,
    "network.protocol.version": response.httpVersion,
    ...(resent === 0 ? {} : { "http.request.resend_count": resent }),
    ...(response.status < 400 ? {} : { "error.type": String(response.status) }),
  };
}
