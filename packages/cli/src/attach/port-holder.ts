import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The process that listens on a TCP port of this machine; undefined where the system does not say, or to strangers. */
export function portHolder(port: number): number | undefined {
  if (process.platform !== "linux") return undefined;
  const sockets = new Set(["tcp", "tcp6"].flatMap((table) => listeners(table, port)));
  return sockets.size === 0
    ? undefined
    : entries("/proc")
        .map(Number)
        .filter(Number.isInteger)
        .find((pid) => holds(pid, sockets));
}

/** Inodes of the sockets that listen there: `sl local remote st … inode`, state 0A, addresses in hexadecimal. */
function listeners(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return text(`/proc/net/${table}`)
    .split("\n")
    .map((line) => line.trim().split(/\s+/u))
    .filter(([, local, , state]) => state === "0A" && local?.endsWith(wanted) === true)
    .flatMap((fields) => fields[9] ?? []);
}

function holds(pid: number, sockets: ReadonlySet<string>): boolean {
  return entries(`/proc/${pid}/fd`).some((file) => {
    const inode = /^socket:\[(\d+)\]$/u.exec(link(`/proc/${pid}/fd/${file}`))?.[1];
    return inode !== undefined && sockets.has(inode);
  });
}

// Processes come and go while one looks, and some are not ours to look into.

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
