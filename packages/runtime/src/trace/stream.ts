import { describeValue } from "../errors/describe-value.ts";
import { registry } from "../process/registry.ts";
import { BusyMeter } from "./busy-meter.ts";
import type { TraceEvent } from "./event.ts";

/** Receives events as they happen. Must be quick and must not throw. */
export type TraceReceiver = (event: TraceEvent) => void;

/**
 * How much is recorded: `"lives"` of tasks only, `"tree"` the events of other packages too, `"full"` their waits and what they
 * hold as well, `"busy"` also how long they compute, which makes every await 0.1 to 0.3 µs slower.
 */
export type TraceLevel = "lives" | "tree" | "full" | "busy";

/** As the sites compare them: those of tasks with 0, `emit` with 1, those of waits with 2. */
const levels = { lives: 1, tree: 2, full: 3, busy: 4 } as const;
type Level = (typeof levels)[TraceLevel];

/**
 * Where the sites of the runtime look. A site costs one load and one comparison while nobody records.
 */
export class TraceStream {
  /** 0: nobody records; else the highest level that somebody asks for. Read by every site. */
  level: 0 | Level = 0;
  readonly #receivers = new Map<TraceReceiver, Level>();
  /** There while somebody asks for level "busy". */
  #meter: BusyMeter | undefined;
  /** Those of a level and above: lists, since walking over a map makes an iterator for each event. */
  #lives: readonly TraceReceiver[] = [];
  #tree: readonly TraceReceiver[] = [];
  #full: readonly TraceReceiver[] = [];
  #busy: readonly TraceReceiver[] = [];

  /** Sends an event to all whose level asks for it. Called only while `level` asks for it. */
  send(event: TraceEvent): void {
    const asking = this.#askingFor(event.kind);
    for (let index = 0; index < asking.length; index++) asking[index]?.(event);
  }

  /** @throws TypeError for what is no level: it would end all others' recordings */
  add(receiver: TraceReceiver, level: TraceLevel): void {
    if (typeof level !== "string" || !Object.hasOwn(levels, level)) {
      throw new TypeError(`A level of the trace is ${Object.keys(levels).join(", ")}, not ${describeValue(level)}`);
    }
    this.#receivers.set(receiver, levels[level]);
    this.#setLevel();
  }

  remove(receiver: TraceReceiver): void {
    if (this.#receivers.get(receiver) === levels.busy && this.#busy.length === 1) {
      // Before the last one is gone: it is told the rest.
      this.#meter?.[Symbol.dispose]();
      this.#meter = undefined;
    }
    this.#receivers.delete(receiver);
    this.#setLevel();
  }

  #askingFor(kind: TraceEvent["kind"]): readonly TraceReceiver[] {
    switch (kind) {
      case "wait":
      case "wake":
      case "resource":
        return this.#full;
      case "busy":
        return this.#busy;
      case "spawn":
      case "start":
      case "cancel":
      case "end":
      case "blocked":
      case "drop":
        return this.#lives;
      default:
        return this.#tree;
    }
  }

  #setLevel(): void {
    const asking = (least: Level): TraceReceiver[] =>
      [...this.#receivers].filter(([, level]) => level >= least).map(([receiver]) => receiver);
    this.#lives = asking(levels.lives);
    this.#tree = asking(levels.tree);
    this.#full = asking(levels.full);
    this.#busy = asking(levels.busy);
    this.level = Math.max(0, ...this.#receivers.values()) as 0 | Level; // of those
    if (this.level === levels.busy) this.#meter ??= new BusyMeter((event) => this.send(event));
    if (this.#meter !== undefined) this.#lives = [this.#meter.live, ...this.#lives];
  }
}

/** The stream of the process. */
export const traceStream: TraceStream = (registry.trace ??= new TraceStream()) as TraceStream;
