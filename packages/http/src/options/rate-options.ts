import { type Duration, milliseconds } from "baedal/lowlevel";
import { checkNames, countOf } from "./check-options.ts";

/** How fast requests may start. */
export interface RateOptions {
  /** For each origin: so many requests in so long a time, a burst of that many at once included. */
  readonly perHost: { readonly requests: number; readonly per: Duration };
}

/** How many requests may start in how many milliseconds. */
export interface RateSettings {
  readonly requests: number;
  readonly per: number;
}

/** The rate of each origin. */
export function resolveRate(options: RateOptions): RateSettings {
  checkNames(options, new Set(["perHost"]), "rate");
  checkNames(options.perHost, new Set(["requests", "per"]), "rate.perHost");
  const per = milliseconds(options.perHost.per, "rate.perHost.per");
  if (per === 0 || per === Infinity) throw new TypeError("rate.perHost.per must be longer than 0 and not endless");
  return { requests: countOf(options.perHost.requests, 1, "rate.perHost.requests"), per };
}
