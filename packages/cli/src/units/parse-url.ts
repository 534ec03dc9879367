import { UsageError } from "../errors.ts";

/**
 * An absolute http or https URL typed on the command line.
 *
 * @throws UsageError when it is none, with what was probably meant.
 */
export function parseUrl(text: string): string {
  const url = URL.parse(text.trim());
  if (url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "") return url.href;
  throw new UsageError(`"${text}" is not a URL that can be fetched: ${reason(text, url)}`);
}

function reason(text: string, url: URL | null): string {
  if (/^[\w.-]+:\d+(?:[/?#]|$)/.test(text)) return `it lacks the scheme; try http://${text}`;
  if (/^[\w.-]+\.[a-z]{2,}(?:[:/]|$)/i.test(text)) return `it lacks the scheme; try https://${text}`;
  if (url === null) return "write it in full, as in https://example.com/page";
  return `only http: and https: are, not ${url.protocol}`;
}
