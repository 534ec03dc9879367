import type { PageTimings } from "./hop.ts";
import type { PageHeaders } from "./page.ts";
import type { PageError } from "./page-error.ts";

/** All that is kept of a finished page, in the order in which exports write it; `null` where there is nothing. */
export interface CollectionRecord {
  /** As asked for, normalised. */
  readonly url: string;
  /** Where the redirects led. */
  readonly finalUrl: string | null;
  readonly status: number | null;
  /** By lower-case name; an array where a header was repeated. */
  readonly headers: PageHeaders | null;
  /** ISO 8601. */
  readonly fetchedAt: string;
  /** Tries of the first request; 0 when nothing was sent. */
  readonly attempts: number;
  /** In ms since the last attempt began. */
  readonly timings: PageTimings | null;
  /** Length and SHA-256 (hex) of the decoded body. */
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly error: PageError | null;
  /** Links away from a URL given by hand. */
  readonly depth: number;
  /** The page on which the link stood. */
  readonly referrer: string | null;
  /** What was extracted. */
  readonly data: unknown;
  /** With the option `body`: text where the body is text, else base64. */
  readonly body?: string | null;
  /** `"base64"` when `body` is. */
  readonly bodyEncoding?: "base64";
}
