import { lookup as systemLookup, type LookupAddress, type LookupAllOptions } from "node:dns";

type Waiting = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

const running = new Map<string, Waiting[]>();

/**
 * Resolves a name to all its addresses. Those who ask for the same name at the same time share one question: the system
 * answers only four at a time, and many connections to one dead name would keep all others waiting.
 */
export function lookupAll(hostname: string, options: Omit<LookupAllOptions, "all">, callback: Waiting): void {
  const key = `${hostname} ${options.family ?? 0} ${options.hints ?? 0} ${options.order ?? ""}`;
  const others = running.get(key);
  if (others !== undefined) return void others.push(callback);
  const waiting = [callback];
  running.set(key, waiting);
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    running.delete(key);
    for (const one of waiting) one(error, addresses);
  });
}
