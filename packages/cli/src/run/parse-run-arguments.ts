import { nearestName } from "@baedal/collect/command-line";
import { UsageError } from "../errors.ts";
import { duration, path, size } from "../options/option-kind.ts";
import { traceForm } from "../trace/trace-form.ts";
import type { RunRequest } from "./run-request.ts";

/**
 * Whose is what on the command line of `baedal run`: `--trace`, `--trace-limit`, `--inspect`, `--slow` and `--busy` are the
 * command's before the script and after it, all else after the script is the script's, and so is everything behind `--`, which
 * is left out.
 *
 * @returns undefined when help is asked for
 * @throws UsageError
 */
export function parseRunArguments(args: readonly string[]): RunRequest | undefined {
  const words = [...args];
  const own = new Map<string, string>();
  const rest: string[] = [];
  while (words.length > 0) {
    const word = words.shift() ?? "";
    if (word === "--") {
      rest.push(...words.splice(0));
    } else if (isOwn(word)) {
      const [name, value] = readOption(word, words);
      own.set(name, value);
    } else if (rest.length === 0 && (word === "-h" || word === "--help")) {
      return undefined;
    } else if (rest.length === 0 && word.startsWith("-")) {
      throw unknown(word);
    } else {
      rest.push(word);
    }
  }
  return requestOf(rest, own);
}

const names: readonly string[] = ["--trace", "--trace-limit", "--inspect", "--slow", "--busy"];

function isOwn(word: string): boolean {
  return names.includes(word.split("=", 1)[0] ?? "");
}

function unknown(word: string): UsageError {
  const nearest = nearestName(word, names);
  const hint = nearest === undefined ? "" : ` (did you mean ${nearest}?)`;
  return new UsageError(`unknown option '${word}'${hint}; options of the script stand behind its name`);
}

/** `--inspect` takes its port only with `=`, for what follows it is mostly the script. */
function readOption(word: string, following: string[]): [string, string] {
  const equals = word.indexOf("=");
  if (equals >= 0) return [word.slice(0, equals), word.slice(equals + 1)];
  if (word === "--inspect") return [word, "0"];
  if (word === "--busy") return [word, ""];
  const value = following.shift();
  if (value === undefined || value === "--") throw new UsageError(`${word} needs a value`);
  return [word, value];
}

function requestOf([script, ...args]: readonly string[], own: ReadonlyMap<string, string>): RunRequest {
  if (script === undefined) throw new UsageError("run needs a script: baedal run script.ts");
  const file = own.get("--trace");
  const inspect = own.get("--inspect");
  const slow = own.get("--slow");
  const busy = own.get("--busy");
  if (busy !== undefined && busy !== "") throw new UsageError(`--busy takes no value, not "${busy}"`);
  if (busy !== undefined && file === undefined && inspect === undefined)
    throw new UsageError("--busy needs --trace or --inspect: it says what is written or shown there");
  return {
    script,
    args,
    traceLimit: size.parse(own.get("--trace-limit") ?? "1GiB", "--trace-limit"),
    ...(file !== undefined && { trace: { file: path.parse(file, "--trace"), form: traceForm(file, "--trace") } }),
    ...(inspect !== undefined && { inspect: parsePort(inspect) }),
    ...(slow !== undefined && { slow: parseSlow(slow) }),
    busy: busy !== undefined,
  };
}

function parseSlow(typed: string): number {
  const slow = duration.parse(typed, "--slow");
  if (slow >= 10 && slow <= 3_600_000) return slow;
  throw new UsageError(`--slow ${typed}: what blocks the event loop can be told from 10ms to 1h`);
}

function parsePort(typed: string): number {
  const port = /^\d{1,5}$/u.test(typed) ? Number(typed) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`--inspect=${typed}: a port is a whole number up to 65535; without one, a free port is taken`);
}
