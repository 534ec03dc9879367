import type { BodyInput } from "../body/body-of.ts";
import type { AuthOptions } from "./auth-options.ts";
import type { OnProgress } from "./progress.ts";
import type { HeadersInput } from "../header-list.ts";
import type { QueryInput } from "./query.ts";
import type { RetryOptions } from "./retry-options.ts";
import type { TimeoutOptions } from "./timeouts.ts";

/** How redirects are followed. */
export interface RedirectOptions {
  /**
   * The most redirects of one request; 0 makes the first an error.
   * @default 10
   */
  readonly max?: number;
}

/** Options of a single request; each overrides the session's. */
export interface RequestOptions {
  /** Override the session's header by header; `null` takes one out. */
  readonly headers?: HeadersInput;
  /** Query parameters, added to those of the URL. */
  readonly params?: QueryInput;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** The body; not together with `json`. */
  readonly body?: BodyInput;
  /** Credentials; an explicit Authorization header wins. */
  readonly auth?: AuthOptions;
  /** A proxy for this request; `false` for none. */
  readonly proxy?: string | URL | false;
  /** Deadlines; what is not given is the session's. */
  readonly timeout?: TimeoutOptions;
  /** Ends the request when aborted; it rejects with the reason of the signal. */
  readonly signal?: AbortSignal;
  /** `false` makes redirects answers like any other. */
  readonly redirect?: RedirectOptions | false;
  /** What is not given is the session's. */
  readonly retry?: RetryOptions;
  /**
   * Whether it goes over a connection that was never used; the idle ones of the origin are closed. For another try after
   * an error that was `stale`.
   * @default false
   */
  readonly freshConnection?: boolean;
  /** Bytes, after decoding. For `stream` there is no limit unless one is given, here or to the session. */
  readonly maxBodySize?: number;
  /** Whether to ask for compression and undo it. */
  readonly decompress?: boolean;
  /** Whether a status of 400 and more throws `StatusError`. */
  readonly raiseForStatus?: boolean;
  /** Told of each piece of the body that was handed to the socket. */
  readonly onUploadProgress?: OnProgress;
  /** Told of each piece of the answer's body that came. */
  readonly onDownloadProgress?: OnProgress;
}

/** What a request without options has; known by its identity, so that it need not be looked through. */
export const noOptions: RequestOptions = Object.freeze({});
