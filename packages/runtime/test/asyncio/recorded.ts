import { readFileSync } from "node:fs";
import { CancelledError, createTask, ExceptionGroup, Future, run as runTasks, sleep, type Task, wait } from "baedal";
import { VirtualClock } from "baedal/testing";
import { describe, expect, test } from "vitest";

/** Writes a line of the log: the time in milliseconds, then the words. */
export type Log = (...words: unknown[]) => void;

/** Runs a main function on a virtual clock, and logs how that ended. */
export type Run = (main: () => unknown) => Promise<void>;

/** A test per program that was recorded with asyncio; see programs/record.py. */
export interface Recorded {
  /** Plays the program with our library: its log must be the recorded one, line by line. */
  (name: string, program: (log: Log) => unknown): void;
  /** The same for a program that calls `run` itself. */
  outside(name: string, program: (log: Log, run: Run) => Promise<void>): void;
  /** Our log is another one, on purpose: `instead` says why in words of the design, and holds the whole log. */
  differs(name: string, instead: { readonly why: string; readonly log: string }, program: (log: Log) => unknown): void;
}

/** The error that the programs throw. */
export class Boom extends Error {}

/** The tests of one topic, against programs/<topic>.log. */
export function recorded(topic: string): Recorded {
  const logs = readLogs(topic);
  const played = new Set<string>();
  test(`every recorded program of ${topic} is played`, () => {
    expect([...played].sort()).toEqual([...logs.keys()].sort());
  });
  const expected = (name: string): string[] => {
    played.add(name);
    return logs.get(name) ?? [];
  };
  const onARun =
    (program: (log: Log) => unknown) =>
    async (log: Log, run: Run): Promise<void> =>
      await run(() => program(log));
  const outside: Recorded["outside"] = (name, program) => {
    const lines = expected(name);
    test(`${name.replaceAll("_", " ")}, as in asyncio`, async () => expect(await play(program)).toEqual(lines));
  };
  const differs: Recorded["differs"] = (name, instead, program) => {
    const theirs = expected(name);
    describe(`${name.replaceAll("_", " ")}, unlike asyncio: ${instead.why}`, () => {
      test("has the log that the design asks for", async () => {
        const lines = instead.log.trim().split(/\n\s*/);
        expect(lines).not.toEqual(theirs);
        expect(await play(onARun(program))).toEqual(lines);
      });
    });
  };
  return Object.assign((name: string, program: (log: Log) => unknown) => outside(name, onARun(program)), {
    outside,
    differs,
  });
}

function readLogs(topic: string): Map<string, string[]> {
  const file = readFileSync(new URL(`programs/${topic}.log`, import.meta.url), "utf8");
  const logs = new Map<string, string[]>();
  for (const section of file.split(/^== /m).slice(1)) {
    const [name = "", ...lines] = section.trimEnd().split("\n");
    logs.set(name, lines);
  }
  return logs;
}

async function play(program: (log: Log, run: Run) => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  let clock = new VirtualClock();
  const log: Log = (...words) => void lines.push(`[${Math.round(clock.now())}] ${words.map(text).join(" ")}`);
  const onUnhandled = (error: unknown): void => log("unhandled", error);
  await program(log, async (main) => {
    clock = new VirtualClock();
    try {
      log("run returned", await runTasks(main, { clock, onUnhandled, handleSignals: false }));
    } catch (error) {
      log("run raised", error);
    }
  });
  return lines;
}

/** A value as programs/record.py writes it. */
function text(value: unknown): string {
  if (value === undefined || value === null) return "none";
  if (Array.isArray(value)) return `[${value.map(text).join(", ")}]`;
  if (value instanceof ExceptionGroup) return `ExceptionGroup${text(value.errors)}`;
  if (value instanceof Boom || value instanceof CancelledError) {
    const name = value instanceof Boom ? "Boom" : "CancelledError";
    return value.message === "" ? name : `${name}(${value.message})`;
  }
  if (value instanceof Error) return value.name;
  if (value instanceof Future) return state(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** How a future stands. */
function state(future: Future<unknown>): string {
  if (!future.done()) return "pending";
  if (future.cancelled()) return "cancelled";
  const error = future.exception();
  return error === undefined ? `result ${text(future.result())}` : `error ${text(error)}`;
}

/** A wait that nothing ends but a cancellation, or whoever settles it. */
export function forever(): Future<unknown> {
  return new Future<unknown>();
}

/** Awaits and logs what came of it. */
export async function fate(log: Log, name: string, awaitable: PromiseLike<unknown>): Promise<void> {
  try {
    log(name, "gave", await awaitable);
  } catch (error) {
    log(name, "threw", error);
  }
}

/** Logs its start, its end and its cancellation; returns its name or throws. */
export async function sleeper(log: Log, name: string, time: number, error?: Error): Promise<string> {
  log(name, "starts");
  try {
    await sleep(time);
  } catch (cancelled) {
    log(name, "cancelled", cancelled);
    throw cancelled;
  }
  log(name, "ends");
  if (error !== undefined) throw error;
  return name;
}

/** A task for each letter. */
export function each<T>(letters: string, body: (name: string) => Promise<T>): Task<T>[] {
  return Array.from(letters, (name) => createTask(() => body(name)));
}

/** Waits until all are done, whatever came of them. */
export async function ended(...tasks: Future<unknown>[]): Promise<void> {
  await wait(tasks);
}
