import { BlockList, isIP } from "node:net";
import { type Proxy, unbracket } from "../pool/endpoint.ts";
import { plainUserinfo } from "../url-credentials.ts";

const defaultPorts: Readonly<Record<string, number>> = { "http:": 80, "https:": 443, "socks4:": 1080, "socks5:": 1080 };

/** Finds the proxy for a URL. */
export type ProxyFor = (url: URL) => Proxy | undefined;

/**
 * A proxy from its URL; credentials are its userinfo.
 *
 * @throws TypeError for what is not the URL of a proxy
 */
export function parseProxy(text: string | URL): Proxy {
  const given = String(text);
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`);
  const protocol = url?.protocol.replace(/^socks(?:5h)?:$/, "socks5:").replace("socks4a:", "socks4:") ?? "";
  const defaultPort = defaultPorts[protocol];
  if (url === null || defaultPort === undefined || url.hostname === "") {
    throw new TypeError("proxy must be a URL such as http://host:3128 or socks5://host:1080");
  }
  return {
    protocol,
    secure: protocol === "https:",
    hostname: unbracket(url.hostname),
    port: url.port === "" ? defaultPort : Number(url.port),
    username: plainUserinfo(url.username),
    password: plainUserinfo(url.password),
  };
}

/** Proxies by the environment: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, lower case first. */
export function proxyFromEnvironment(env: NodeJS.ProcessEnv): ProxyFor {
  const read = (name: string): string | undefined => env[name.toLowerCase()] || env[name];
  // In a CGI program HTTP_PROXY is the client's `Proxy` header.
  const http =
    env["http_proxy"] || (env["REQUEST_METHOD"] === undefined ? env["HTTP_PROXY"] : undefined) || read("ALL_PROXY");
  const https = read("HTTPS_PROXY") || read("ALL_PROXY");
  const proxies = { "http:": http ? parseProxy(http) : undefined, "https:": https ? parseProxy(https) : undefined };
  const isDirect = directHosts(read("NO_PROXY") ?? "");
  return (url) => (isDirect(url) ? undefined : proxies[url.protocol as keyof typeof proxies]); // only these two come here
}

/** Whether NO_PROXY exempts a URL: `*`, a host with its subdomains, `host:port`, an address, a CIDR range. */
function directHosts(list: string): (url: URL) => boolean {
  const entries = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "");
  if (entries.includes("*")) return () => true;
  const ranges = new BlockList();
  for (const entry of entries) addRange(ranges, entry);
  return (url) => {
    const host = unbracket(url.hostname).toLowerCase();
    const family = isIP(host);
    if (family !== 0 && ranges.check(host, family === 4 ? "ipv4" : "ipv6")) return true;
    return entries.some((entry) => matches(entry, host, url));
  };
}

function addRange(ranges: BlockList, entry: string): void {
  const [address = "", prefix] = entry.split("/");
  const family = isIP(unbracket(address));
  if (family === 0) return;
  const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (Number.isInteger(bits) && bits >= 0 && bits <= (family === 4 ? 32 : 128)) {
    ranges.addSubnet(unbracket(address), bits, family === 4 ? "ipv4" : "ipv6");
  }
}

function matches(entry: string, host: string, url: URL): boolean {
  const withPort = /^(.*):(\d+)$/.exec(entry);
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  if (withPort !== null && withPort[2] !== port) return false;
  const name = (withPort?.[1] ?? entry).replace(/^\*?\./, "");
  return name !== "" && (host === name || host.endsWith(`.${name}`));
}
