import type { Duration } from "baedal";
import type { HeadersInput } from "../header-list.ts";
import type { QueryInput } from "./query.ts";
import type { RedirectOptions } from "./request-options.ts";
import type { TimeoutOptions } from "./timeouts.ts";

/** Options of a session; those of a request override them. */
export interface SessionOptions {
  /** What relative URLs are resolved against, by `new URL(path, baseUrl)`: end it with `/` to keep its last segment. */
  readonly baseUrl?: string | URL;
  /** Sent with every request. */
  readonly headers?: HeadersInput;
  /** Query parameters of every request. */
  readonly params?: QueryInput;
  /**
   * The User-Agent.
   * @default "baedal/<version>"
   */
  readonly userAgent?: string;
  /**
   * Open sockets in all, idle ones included; an idle one of another origin is closed to make room.
   * @default 100
   */
  readonly limit?: number;
  /**
   * Open sockets of one origin; 0 = only `limit`.
   * @default 0
   */
  readonly limitPerHost?: number;
  /**
   * How long a connection may lie idle before it is closed (less where the server says so); `false` closes after each
   * request.
   * @default 4 s
   */
  readonly keepAlive?: Duration | false;
  /** Deadlines. */
  readonly timeout?: TimeoutOptions;
  /** How redirects are followed; `false` makes them answers like any other. */
  readonly redirect?: RedirectOptions | false;
  /**
   * Bytes of a buffered body, after decoding.
   * @default 64 MiB
   */
  readonly maxBodySize?: number;
  /**
   * Bytes of all headers of an answer.
   * @default 64 KiB
   */
  readonly maxHeaderSize?: number;
  /**
   * Whether to ask for compression (gzip, deflate, br, zstd) and undo it.
   * @default true
   */
  readonly decompress?: boolean;
  /**
   * Whether a status of 400 and more throws `StatusError`.
   * @default false
   */
  readonly raiseForStatus?: boolean;
}

/** How a session is closed. */
export interface CloseOptions {
  /**
   * How long requests in flight may go on before they are cancelled.
   * @default 5 s
   */
  readonly grace?: Duration;
}
