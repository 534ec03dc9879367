import { registry } from "../process/registry.ts";
import type { TraceEvent } from "./event.ts";

/** Receives events as they happen. Must be quick and must not throw. */
export type TraceReceiver = (event: TraceEvent) => void;

/** How much is recorded: `"lives"` of tasks only, `"tree"` the events of other packages too, `"full"` waits as well. */
export type TraceLevel = "lives" | "tree" | "full";

/** As the sites compare them: those of tasks with 0, those of waits with 1, and `emit` wants 1 at least. */
const levels = { lives: 0.5, tree: 1, full: 2 } as const;
type Level = (typeof levels)[TraceLevel];

/**
 * Where the sites of the runtime look. A site costs one load and one comparison while nobody records.
 */
export class TraceStream {
  /** 0: nobody records; else the highest level that somebody asks for. Read by every site. */
  level: 0 | Level = 0;
  readonly #receivers = new Map<TraceReceiver, Level>();
  /** Those of a level and above: lists, since walking over a map makes an iterator for each event. */
  #lives: readonly TraceReceiver[] = [];
  #tree: readonly TraceReceiver[] = [];
  #full: readonly TraceReceiver[] = [];

  /** Sends an event to all whose level asks for it. Called only while `level` asks for it. */
  send(event: TraceEvent): void {
    const asking = this.#askingFor(event.kind);
    for (let index = 0; index < asking.length; index++) asking[index]?.(event);
  }

  add(receiver: TraceReceiver, level: TraceLevel): void {
    this.#receivers.set(receiver, levels[level]);
    this.#setLevel();
  }

  remove(receiver: TraceReceiver): void {
    this.#receivers.delete(receiver);
    this.#setLevel();
  }

  #askingFor(kind: TraceEvent["kind"]): readonly TraceReceiver[] {
    switch (kind) {
      case "wait":
      case "wake":
      case "resource":
        return this.#full;
      case "spawn":
      case "start":
      case "cancel":
      case "end":
      case "busy":
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
    this.level = Math.max(0, ...this.#receivers.values()) as 0 | Level; // of those
  }
}

/** The stream of the process. */
export const traceStream: TraceStream = (registry.trace ??= new TraceStream()) as TraceStream;
