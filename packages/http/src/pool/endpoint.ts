/** A proxy on the way to an endpoint. */
export interface Proxy {
  /** `http:`, `https:`, `socks4:` or `socks5:`. */
  readonly protocol: string;
  /** Whether the way to the proxy itself is by TLS. */
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

/** Where connections of one origin lead, and by what way. */
export interface Endpoint {
  /** What tells it from every other endpoint. */
  readonly key: string;
  /** Scheme, host and port, as `URL.origin` has it. */
  readonly origin: string;
  readonly secure: boolean;
  /** Without the brackets of an IPv6 literal. */
  readonly hostname: string;
  readonly port: number;
  readonly proxy: Proxy | undefined;
  /** Whether the proxy passes bytes on blindly, rather than requests. */
  readonly tunnelled: boolean;
}

/** What tells the endpoint of a URL from every other. */
export function endpointKey(origin: string, proxy: Proxy | undefined): string {
  if (proxy === undefined) return origin;
  const { protocol, username, password, hostname, port } = proxy;
  return `${origin} via ${protocol}//${username}:${password}@${hostname}:${port}`;
}

/** The endpoint of a URL with scheme http or https. */
export function endpointOf(url: URL, proxy: Proxy | undefined): Endpoint {
  const secure = url.protocol === "https:";
  return {
    key: endpointKey(url.origin, proxy),
    origin: url.origin,
    secure,
    hostname: unbracket(url.hostname),
    port: url.port === "" ? (secure ? 443 : 80) : Number(url.port),
    proxy,
    tunnelled: proxy !== undefined && (secure || proxy.protocol.startsWith("socks")),
  };
}

/** The host of a URL without the brackets of an IPv6 literal. */
export function unbracket(hostname: string): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}
