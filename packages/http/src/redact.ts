/** Names of query parameters whose values are credentials as often as not. */
const secretName = /token|secret|passw|api[-_]?key|^key$|signature|^sig$|auth|credential|session|jwt/i;

/** A URL as messages, reports and JSON may show it: no userinfo, no fragment, values of secret-looking parameters hidden. */
export function redactUrl(url: URL): string {
  const shown = url.origin === "null" ? `${url.protocol}//${url.host}` : url.origin;
  return shown + url.pathname + redactQuery(url);
}

function redactQuery(url: URL): string {
  if (url.search === "" || !secretName.test(url.search)) return url.search;
  const parts = url.search.slice(1).split("&");
  return `?${parts.map(redactParameter).join("&")}`;
}

function redactParameter(part: string): string {
  const equals = part.indexOf("=");
  if (equals < 0 || !secretName.test(part.slice(0, equals))) return part;
  return `${part.slice(0, equals)}=***`;
}
