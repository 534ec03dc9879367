import { BlockList, isIP } from "node:net";

const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  privateAddresses.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 128],
  ["::1", 128],
  ["fc00::", 7],
  ["fe80::", 10],
] as const) {
  privateAddresses.addSubnet(network, prefix, "ipv6");
}

/**
 * True when the host of a URL is an address of this machine or of a private network, as far as its spelling tells. The
 * WHATWG parser has already turned octal, hexadecimal and decimal forms into dotted ones. Names are judged by their
 * addresses when they are connected to.
 */
export function isPrivateHost(host: string): boolean {
  const name = host.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  const family = isIP(name);
  // BlockList also finds IPv4 addresses mapped into IPv6.
  return family !== 0 && privateAddresses.check(name, family === 4 ? "ipv4" : "ipv6");
}
