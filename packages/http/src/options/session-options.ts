import type { ConnectionOptions } from "node:tls";
import type { Duration } from "baedal";
import type { BodyBudget } from "../body-budget.ts";
import type { HeadersInput } from "../header-list.ts";
import type { CookieJar } from "../cookies/cookie-jar.ts";
import type { AuthOptions } from "./auth-options.ts";
import type { Connector } from "./connector.ts";
import type { ExchangeLog } from "./exchange-log.ts";
import type { Middleware } from "./middleware-options.ts";
import type { QueryInput } from "./query.ts";
import type { RateOptions } from "./rate-options.ts";
import type { RedirectOptions } from "./request-options.ts";
import type { RetryOptions } from "./retry-options.ts";
import type { TimeoutOptions } from "./timeouts.ts";

/** How TLS is done; see `tls.connect` of Node. */
export type TlsOptions = Pick<
  ConnectionOptions,
  | "ca"
  | "cert"
  | "key"
  | "pfx"
  | "passphrase"
  | "servername"
  | "rejectUnauthorized"
  | "minVersion"
  | "maxVersion"
  | "ciphers"
>;

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
   * Credentials of every request. An explicit Authorization header, the request's own `auth` and credentials in the URL
   * win. Never sent to another origin that a redirect leads to.
   */
  readonly auth?: AuthOptions;
  /**
   * Where cookies are kept; `false` for nowhere.
   * @default a jar of its own
   */
  readonly cookies?: CookieJar | false;
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
  /** How requests that failed for a passing reason are tried again. */
  readonly retry?: RetryOptions;
  /** How fast requests may start; the wait counts as `queue`. */
  readonly rate?: RateOptions;
  /** Code around each call, the first one outermost. */
  readonly middleware?: readonly Middleware[];
  /** Stands in for the network; for tests. */
  readonly connector?: Connector;
  /** Keeps what is sent and received, each redirect and retry by itself: a `HarLog` of `@baedal/http/har`. */
  readonly har?: ExchangeLog;
  /** How redirects are followed; `false` makes them answers like any other. */
  readonly redirect?: RedirectOptions | false;
  /**
   * Bytes of a buffered body, after decoding.
   * @default 64 MiB
   */
  readonly maxBodySize?: number;
  /** Bounds the memory of all buffered bodies that are coming, together; sessions may share one. */
  readonly bodyBudget?: BodyBudget;
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
  /** A proxy for all requests: an http, https, socks4 or socks5 URL, credentials in its userinfo. */
  readonly proxy?: string | URL;
  /**
   * Whether HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY count where `proxy` is not given.
   * @default false
   */
  readonly trustEnv?: boolean;
  /** How TLS is done; Node's options of these names. */
  readonly tls?: TlsOptions;
  /**
   * Whether to offer HTTP/2 to https servers. There `limitPerHost` bounds streams, over one socket an origin.
   * @default false
   */
  readonly http2?: boolean;
  /**
   * Refuses, with a `GuardError` and before connecting, addresses that are not on the public Internet: loopback, private,
   * link-local, unspecified, and forms of IPv6 that stand for them; on every hop. `allow` names exceptions.
   */
  readonly guard?: boolean | { readonly allow: readonly string[] };
  /**
   * Whether a status of 400 and more throws `StatusError`.
   * @default false
   */
  readonly raiseForStatus?: boolean;
}

const optionNames = {
  baseUrl: true,
  headers: true,
  params: true,
  userAgent: true,
  auth: true,
  cookies: true,
  limit: true,
  limitPerHost: true,
  keepAlive: true,
  timeout: true,
  retry: true,
  rate: true,
  middleware: true,
  connector: true,
  har: true,
  redirect: true,
  proxy: true,
  trustEnv: true,
  tls: true,
  http2: true,
  guard: true,
  maxBodySize: true,
  bodyBudget: true,
  maxHeaderSize: true,
  decompress: true,
  raiseForStatus: true,
} satisfies Record<keyof SessionOptions, true>;

/** Every option of a session. */
export const sessionNames: ReadonlySet<string> = new Set(Object.keys(optionNames));

/** How a session is closed. */
export interface CloseOptions {
  /**
   * How long requests in flight may go on before they are cancelled.
   * @default 5 s
   */
  readonly grace?: Duration;
}
