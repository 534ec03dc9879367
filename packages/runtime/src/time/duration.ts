import { describeValue } from "../errors/describe-value.ts";

/** The part of `Temporal.Duration` that is read; Node 26 has it, Node 24 does not. */
export interface TemporalDuration {
  total(unit: "milliseconds"): number;
}

/**
 * A length of time: a number of milliseconds, named parts that add up, or a `Temporal.Duration` without calendar units.
 * `Infinity` means no limit; a negative one counts as 0.
 */
export type Duration =
  | number
  | {
      readonly hours?: number | undefined;
      readonly minutes?: number | undefined;
      readonly seconds?: number | undefined;
      readonly milliseconds?: number | undefined;
    }
  | TemporalDuration;

const units: Readonly<Record<string, number>> = { hours: 3_600_000, minutes: 60_000, seconds: 1000, milliseconds: 1 };

/**
 * Milliseconds of a duration, never negative.
 *
 * @param what - the option or argument, for the error message
 * @throws TypeError for NaN, another type, an unknown key or `{}`
 */
export function milliseconds(duration: Duration, what: string): number {
  const total = typeof duration === "number" ? duration : totalOf(duration, what);
  if (Number.isNaN(total)) throw new TypeError(`${what} must be a duration, but it is not a number (NaN)`);
  return total > 0 ? total : 0;
}

function totalOf(duration: Exclude<Duration, number>, what: string): number {
  if (typeof duration !== "object" || duration === null || Array.isArray(duration)) throw malformed(duration, what);
  if (isTemporal(duration)) return totalOfTemporal(duration, what);
  const parts = Object.entries(duration).filter(([, value]) => value !== undefined);
  if (parts.length === 0) throw malformed(duration, what);
  let total = 0;
  for (const [key, value] of parts) {
    const unit = Object.hasOwn(units, key) ? units[key] : undefined;
    if (unit === undefined) {
      throw new TypeError(`${what} has the unknown unit ${JSON.stringify(key)}; use ${Object.keys(units).join(", ")}`);
    }
    if (typeof value !== "number") throw new TypeError(`${what}: ${key} must be a number, not ${describeValue(value)}`);
    total += value * unit;
  }
  return total;
}

function isTemporal(value: object): value is TemporalDuration {
  return Object.prototype.toString.call(value) === "[object Temporal.Duration]";
}

function totalOfTemporal(duration: TemporalDuration, what: string): number {
  try {
    return duration.total("milliseconds");
  } catch (cause) {
    throw new TypeError(
      `${what} has calendar units (years, months, weeks), whose length is not fixed; use days or less`,
      { cause },
    );
  }
}

function malformed(value: unknown, what: string): TypeError {
  return new TypeError(
    `${what} must be a number of milliseconds or an object like { seconds: 1.5 }, not ${describeValue(value)}${
      typeof value === "object" && value !== null && !Array.isArray(value) ? " without a unit" : ""
    }`,
  );
}
