import { InvalidUrlError } from "./errors.ts";

/**
 * The one spelling of a URL under which it is stored, compared and asked for.
 *
 * The WHATWG parser does most of it: scheme and host in lower case, IDN, default port, dot segments. Added here: the
 * fragment is dropped, escapes of unreserved characters are decoded (`%7E` is `~`) and all others written in upper
 * case (RFC 3986, 6.2.2). The order of the query, a trailing slash and the case of the path are kept: servers differ.
 *
 * @throws InvalidUrlError not absolute, not http(s), or with a user name or password in it
 */
export function normalizeUrl(input: string | URL, base?: string): string {
  const url = parse(input, base);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new InvalidUrlError(`Cannot collect ${quote(input)}: only http and https are spoken, not ${url.protocol}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new InvalidUrlError(
      `Cannot collect a URL of ${url.host} with a user name or password in it: give them with the option auth`,
    );
  }
  if (url.hash !== "" || url.href.endsWith("#")) url.hash = "";
  return normalizeEscapes(url.href);
}

function parse(input: string | URL, base: string | undefined): URL {
  const url = URL.parse(String(input), base);
  if (url !== null) return url;
  const missing = typeof input === "string" && URL.canParse(`http://${input}`) && !input.includes("://");
  throw new InvalidUrlError(
    `Cannot collect ${quote(input)}: it is not a URL${missing ? `; did you mean http://${input}` : ""}`,
  );
}

// A decoded character must not complete a new escape with what stands before it ("%%34%31" would become "%41"),
// or normalising twice would give something else than once.
const unreservedEscape = /(?<!%|%[0-9a-f])%(?:2d|2e|3[0-9]|4[1-9a-f]|5[0-9a]|5f|6[1-9a-f]|7[0-9a]|7e)/gi;
const anyEscape = /%[0-9a-f]{2}/gi;

function normalizeEscapes(href: string): string {
  if (!href.includes("%")) return href;
  return href
    .replace(anyEscape, (escape) => escape.toUpperCase())
    .replace(unreservedEscape, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)));
}

/**
 * The host of a normalised URL as the scheduler and the report know it: name, and port unless it is the default one.
 * http on 80 and https on 443 of one name are one host.
 */
export function hostOf(normalizedUrl: string): string {
  const start = normalizedUrl.indexOf("//") + 2;
  // A normalised URL has no credentials and at least "/" as its path.
  return normalizedUrl.slice(start, normalizedUrl.indexOf("/", start));
}

/** Names a refused input in a message: in full when short, and on one line. */
function quote(input: string | URL): string {
  const text = String(input).replace(/\/\/[^/@]*@/, "//…@");
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
