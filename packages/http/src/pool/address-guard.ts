import { BlockList, isIPv4, isIPv6 } from "node:net";

/** Networks that are not the public Internet (IANA's special-purpose registries), IPv4. */
const privateV4 = [
  "0.0.0.0/8", // unspecified, "this host"
  "10.0.0.0/8",
  "100.64.0.0/10", // carriers' address translation
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local, the metadata services of clouds among them
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24", // documentation
  "192.168.0.0/16",
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and broadcast
];

/** The same of IPv6. Those with an IPv4 address inside are judged by that one. */
const privateV6 = [
  "::/128", // unspecified
  "::1/128", // loopback
  "100::/64", // discard
  "2001:db8::/32", // documentation
  "fc00::/7", // unique local
  "fe80::/10", // link-local
  "fec0::/10", // site-local
  "ff00::/8", // multicast
];

/** Says which addresses a session may connect to. */
export class AddressGuard {
  readonly #forbidden = listOf([...privateV4, ...privateV6]);
  readonly #allowed: BlockList;

  /**
   * @param allow - addresses and CIDR ranges that are allowed although they are not public
   * @throws TypeError for what is neither
   */
  constructor(allow: readonly string[]) {
    this.#allowed = listOf(allow);
  }

  allows(address: string): boolean {
    const plain = (address.split("%", 1)[0] ?? "").toLowerCase();
    const inside = embeddedV4(plain);
    if (contains(this.#allowed, plain) || (inside !== undefined && contains(this.#allowed, inside))) return true;
    return !contains(this.#forbidden, plain) && (inside === undefined || !contains(this.#forbidden, inside));
  }
}

function contains(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address, "ipv4");
  // What is no address at all is not let through.
  return isIPv6(address) ? list.check(address, "ipv6") : true;
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", prefix] = range.split("/");
    const family = isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : undefined;
    const bits = prefix === undefined ? (family === "ipv4" ? 32 : 128) : Number(prefix);
    if (family === undefined || !Number.isInteger(bits) || bits < 0 || bits > (family === "ipv4" ? 32 : 128)) {
      throw new TypeError(`${JSON.stringify(range)} is neither an address nor a CIDR range such as "10.1.0.0/16"`);
    }
    list.addSubnet(address, bits, family);
  }
  return list;
}

/** The IPv4 address inside an IPv6 one: mapped, compatible, NAT64 (RFC 6052), 6to4 (RFC 3056). */
function embeddedV4(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  const groups = expand(address);
  const [a, b] = groups;
  const lead = groups.slice(0, 6);
  if (lead.slice(0, 5).every((group) => group === 0) && (lead[5] === 0xffff || lead[5] === 0))
    return dotted(groups[6], groups[7]);
  if (lead.slice(0, 4).every((group) => group === 0) && lead[4] === 0xffff && lead[5] === 0)
    return dotted(groups[6], groups[7]);
  if (a === 0x64 && b === 0xff9b) return dotted(groups[6], groups[7]);
  return a === 0x2002 ? dotted(b, groups[2]) : undefined;
}

/** The eight groups of an IPv6 address. */
function expand(address: string): number[] {
  const hexadecimal = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...bytes: string[]) => {
    const [w = 0, x = 0, y = 0, z = 0] = bytes.map(Number);
    return `${(w * 256 + x).toString(16)}:${(y * 256 + z).toString(16)}`;
  });
  const [left = "", right] = hexadecimal.split("::");
  const before = left === "" ? [] : left.split(":");
  const after = right === undefined || right === "" ? [] : right.split(":");
  const missing = new Array<string>(Math.max(8 - before.length - after.length, 0)).fill("0");
  return [...before, ...missing, ...after].map((group) => Number.parseInt(group, 16));
}

function dotted(high = 0, low = 0): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
