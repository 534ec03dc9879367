import { InvalidUrlError } from "./errors.ts";
import { normalizeUrl } from "./normalize-url.ts";
import type { PageError } from "./page-error.ts";

/** Where a `Location` leads, normalised, or why it leads nowhere. A user name or password in it is left out. */
export function resolveRedirect(location: string, from: string): string | PageError {
  const target = URL.parse(utf8Of(location), from);
  if (target !== null) {
    target.username = "";
    target.password = "";
  }
  try {
    return normalizeUrl(target ?? location, from);
  } catch (error) {
    if (!(error instanceof InvalidUrlError)) throw error;
    return { code: "ERR_BAEDAL_PROTOCOL", message: `Cannot follow a redirect: ${error.message}` };
  }
}

/** Header values come as one character a byte; servers that do not escape a Location write it in UTF-8. */
function utf8Of(value: string): string {
  // eslint's rule is about invisible characters; here it is the limit of ASCII that counts.
  return /[\u0080-\u00ff]/.test(value) ? Buffer.from(value, "latin1").toString("utf8") : value;
}
