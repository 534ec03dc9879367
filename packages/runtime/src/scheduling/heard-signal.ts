import { getEventListeners } from "node:events";

/** Whether somebody listens to a signal, or to one that `AbortSignal.any` has derived from it. */
export function isHeard(signal: AbortSignal): boolean {
  return getEventListeners(signal, "abort").length > 0 || derivedOf(signal).some(isHeard);
}

/** Node keeps them with the signal, weakly, under a symbol of its own; a Node that does not has none. */
function derivedOf(signal: AbortSignal): AbortSignal[] {
  const symbol = Object.getOwnPropertySymbols(signal).find(({ description }) => description === "kDependantSignals");
  const derived = symbol === undefined ? undefined : (signal as unknown as Record<symbol, unknown>)[symbol];
  if (typeof derived !== "object" || derived === null || !(Symbol.iterator in derived)) return [];
  const refs = [...(derived as Iterable<WeakRef<AbortSignal>>)]; // a set of them
  return refs.map((ref) => ref.deref()).filter((found) => found !== undefined);
}
