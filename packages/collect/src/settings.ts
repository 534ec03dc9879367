import { OptionError } from "./errors.ts";
import { nearestName } from "./nearest-name.ts";
import type { CollectionOptions } from "./options.ts";
import { parseDuration, parseRate, parseSize } from "./parse-quantity.ts";

/** `CollectionOptions` with every default filled in and every quantity in ms or bytes. */
export interface Settings {
  readonly directory: string;
  readonly concurrency: number;
  readonly perHost: number;
  /** Shortest time between two requests to one host: the longer of `delay` and what `rate` allows. */
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly maxRetryAfter: number;
  readonly maxBody: number;
  readonly userAgent: string;
  readonly requeue: "none" | "failed" | "all";
  readonly sequential: boolean;
}

const knownOptions: readonly (keyof CollectionOptions)[] = [
  "directory",
  "concurrency",
  "perHost",
  "rate",
  "delay",
  "timeout",
  "retries",
  "maxRetryAfter",
  "maxBody",
  "userAgent",
  "refresh",
  "retryFailed",
  "sequential",
];

/**
 * Checks the options of a collection.
 *
 * @throws OptionError an unknown one, or one with a value that it cannot have
 */
export function settingsOf(options: CollectionOptions): Settings {
  refuseUnknown(options);
  const sequential = options.sequential ?? false;
  return {
    directory: directoryOf(options.directory),
    concurrency: sequential ? 1 : count(options.concurrency ?? 64, "concurrency", 1),
    perHost: sequential ? 1 : count(options.perHost ?? 8, "perHost", 1),
    interval: Math.max(
      options.rate === undefined ? 0 : parseRate(options.rate, "rate"),
      options.delay === undefined ? 0 : parseDuration(options.delay, "delay"),
    ),
    timeout: parseDuration(options.timeout ?? "60s", "timeout"),
    retries: count(options.retries ?? 3, "retries", 0),
    maxRetryAfter: parseDuration(options.maxRetryAfter ?? "10m", "maxRetryAfter"),
    maxBody: parseSize(options.maxBody ?? "64MiB", "maxBody"),
    userAgent: options.userAgent ?? "baedal/0.1.0",
    requeue: options.refresh ? "all" : options.retryFailed ? "failed" : "none",
    sequential,
  };
}

function refuseUnknown(options: CollectionOptions): void {
  for (const name of Object.keys(options)) {
    // Only compared: a name that is not in the list is refused.
    if (knownOptions.includes(name as keyof CollectionOptions)) continue;
    const nearest = nearestName(name, knownOptions);
    throw new OptionError(
      name,
      `There is no option ${name}${nearest === undefined ? "" : `; did you mean ${nearest}`}`,
    );
  }
}

function directoryOf(directory: unknown): string {
  if (typeof directory === "string" && directory !== "") return directory;
  throw new OptionError("directory", 'A collection needs a directory to keep what it collects: { directory: "out" }');
}

function count(value: unknown, option: string, least: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least) return value;
  throw new OptionError(option, `${option} must be a whole number of at least ${least}, not ${String(value)}`);
}
