import type { Duration } from "baedal";

import { OptionError } from "./errors.ts";

/** A length of time: a `Duration` as in `baedal` (a number is milliseconds), or text with a unit: `"500ms"`, `"2s"`, `"1m"`, `"1.5h"`. */
export type DurationOption = Duration | string;
/** A number of bytes, or text with a unit: `"10kB"`, `"64MiB"`. */
export type SizeOption = number | string;
/** Requests a second, or text: `"5/s"`, `"30/m"`, `"100/h"`, `"5"` (a second); or a number of requests `per` so many ms. */
export type RateOption = number | string | { readonly requests: number; readonly per: number };

const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const sizeUnits: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1000,
  kb: 1000,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};
const rateUnits: Readonly<Record<string, number>> = { "": 1000, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** How a bare number in text is meant; on a command line it is seconds. */
export interface DurationTextOptions {
  /** @default undefined: text without a unit is refused */
  readonly bare?: "seconds" | "milliseconds" | undefined;
}

/**
 * Milliseconds of a duration given in any of its forms.
 *
 * @throws OptionError not a duration, or negative
 */
export function parseDuration(value: DurationOption, option: string, options: DurationTextOptions = {}): number {
  if (typeof value === "string") return parseDurationText(value, option, options);
  const total = typeof value === "number" ? value : totalOf(value);
  if (Number.isNaN(total) || total < 0)
    throw new OptionError(option, `${option} must be a duration, not ${show(value)}`);
  return total;
}

function parseDurationText(text: string, option: string, { bare }: DurationTextOptions): number {
  const match = /^(\d+(?:\.\d*)?|\.\d+)\s*([a-z]*)$/i.exec(text.trim());
  const name = match?.[2]?.toLowerCase() ?? "";
  const unit = name === "" ? bareUnit(bare) : durationUnits[name];
  if (match === null || unit === undefined) {
    throw new OptionError(option, `${option} must be a duration such as 500ms, 2s or 1m, not ${show(text)}`);
  }
  return Number(match[1]) * unit;
}

function bareUnit(bare: DurationTextOptions["bare"]): number | undefined {
  if (bare === undefined) return undefined;
  return bare === "seconds" ? 1000 : 1;
}

function totalOf(value: Exclude<Duration, number>): number {
  if (typeof value !== "object" || value === null) return Number.NaN;
  if ("total" in value && typeof value.total === "function") return value.total("milliseconds");
  const known: Readonly<Record<string, number>> = { hours: 3_600_000, minutes: 60_000, seconds: 1000, milliseconds: 1 };
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  if (parts.length === 0) return Number.NaN;
  return parts.reduce((sum, [key, part]) => sum + (known[key] ?? Number.NaN) * Number(part), 0);
}

/**
 * Bytes of a size given as a number or text.
 *
 * @throws OptionError not a size
 */
export function parseSize(value: SizeOption, option: string): number {
  const match = /^(\d+(?:\.\d*)?)\s*([a-z]*)$/i.exec(String(value).trim());
  const unit = sizeUnits[match?.[2]?.toLowerCase() ?? ""];
  if (value === Infinity) return Infinity;
  if (match === null || unit === undefined) {
    throw new OptionError(option, `${option} must be a size such as 500kB or 10MiB, not ${show(value)}`);
  }
  return Math.floor(Number(match[1]) * unit);
}

/**
 * The shortest time between two requests, in ms, that a rate allows.
 *
 * @throws OptionError not a rate, or not above 0
 */
export function parseRate(value: RateOption, option: string): number {
  if (typeof value === "object" && value !== null) return intervalOf(value, option);
  const match = /^(\d+(?:\.\d*)?|\.\d+)\s*(?:\/\s*([a-z]+))?$/i.exec(String(value).trim());
  const per = rateUnits[match?.[2]?.toLowerCase() ?? ""];
  const count = Number(match?.[1]);
  if (match === null || per === undefined || !(count > 0)) {
    throw new OptionError(option, `${option} must be a rate such as 5/s or 30/m, not ${show(value)}`);
  }
  return per / count;
}

function intervalOf({ requests, per }: { readonly requests: number; readonly per: number }, option: string): number {
  if (requests > 0 && per >= 0) return per / requests;
  throw new OptionError(option, `${option} must be such as { requests: 5, per: 1000 }, both numbers`);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? typeof value;
}
