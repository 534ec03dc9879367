/** Where connections of one origin lead. */
export interface Endpoint {
  /** What tells it from every other endpoint. */
  readonly key: string;
  /** Scheme, host and port, as `URL.origin` has it. */
  readonly origin: string;
  readonly secure: boolean;
  /** Without the brackets of an IPv6 literal. */
  readonly hostname: string;
  readonly port: number;
}

/** The endpoint of a URL with scheme http or https. */
export function endpointOf(url: URL): Endpoint {
  const secure = url.protocol === "https:";
  const { hostname } = url;
  return {
    key: url.origin,
    origin: url.origin,
    secure,
    hostname: hostname.startsWith("[") ? hostname.slice(1, -1) : hostname,
    port: url.port === "" ? (secure ? 443 : 80) : Number(url.port),
  };
}
