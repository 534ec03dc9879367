import { redactUrl } from "./redact.ts";

/**
 * The URL of a request, without fragment.
 *
 * @throws TypeError for what is no URL, or neither http nor https
 */
export function parseUrl(text: string, base: URL | undefined, what: string): URL {
  const url = URL.parse(text, base);
  if (url === null) {
    const hint =
      base === undefined ? "it needs scheme and host, or the session a baseUrl" : "it cannot be joined to baseUrl";
    throw new TypeError(`${what} ${JSON.stringify(withoutUserinfo(text))} is not valid: ${hint}`);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new TypeError(`${what} ${redactUrl(url)} is neither http nor https`);
  if (url.hash !== "") url.hash = "";
  return url;
}

/** What cannot be parsed may still hold a password. */
function withoutUserinfo(text: string): string {
  return text.replace(/\/\/[^/]*@/, "//***@").slice(0, 200);
}
