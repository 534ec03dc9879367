import type { BodyBudget } from "../body-budget.ts";
import type { OnProgress } from "./progress.ts";
import type { RetrySettings } from "./retry-options.ts";

/** What of a request stays the same over its redirects and retries. */
export interface RequestSettings {
  /** Milliseconds in the queue. */
  readonly queueTimeout: number;
  /** Milliseconds for DNS, TCP and TLS. */
  readonly connectTimeout: number;
  /** Milliseconds of silence. */
  readonly readTimeout: number;
  /** Bytes, after decoding. */
  readonly maxBodySize: number;
  /** What bounds the bodies of all requests together; undefined where nothing does. */
  readonly bodyBudget: BodyBudget | undefined;
  readonly decompress: boolean;
  /** The most redirects to follow; -1 = redirects are answers like any other. */
  readonly maxRedirects: number;
  readonly raiseForStatus: boolean;
  readonly retry: RetrySettings;
  /** Wants a connection that was never used. */
  readonly freshConnection: boolean;
  /** Whether the body is handed on as it comes. */
  readonly streamed: boolean;
  readonly onUploadProgress: OnProgress | undefined;
  readonly onDownloadProgress: OnProgress | undefined;
}
