import { registry } from "../process/registry.ts";
import type { TraceEvent } from "./event.ts";

/** Receives events as they happen. Must be quick and must not throw. */
export type TraceReceiver = (event: TraceEvent) => void;

/** How much is recorded: `"tree"` the lives of tasks, `"full"` their waits too. */
export type TraceLevel = "tree" | "full";

/**
 * Where the sites of the runtime look. A site costs one load and one comparison while nobody records.
 */
export class TraceStream {
  /** 0: nobody records; 1: "tree"; 2: "full". Read by every site. */
  level: 0 | 1 | 2 = 0;
  readonly #receivers = new Map<TraceReceiver, 1 | 2>();
  /** All of them, and those of level "full": lists, since walking over a map makes an iterator for each event. */
  #all: readonly TraceReceiver[] = [];
  #full: readonly TraceReceiver[] = [];

  /** Sends an event to all whose level asks for it. Called only while `level` asks for it. */
  send(event: TraceEvent): void {
    const { kind } = event;
    const asking = kind === "wait" || kind === "wake" || kind === "resource" ? this.#full : this.#all;
    for (let index = 0; index < asking.length; index++) asking[index]?.(event);
  }

  add(receiver: TraceReceiver, level: TraceLevel): void {
    this.#receivers.set(receiver, level === "full" ? 2 : 1);
    this.#setLevel();
  }

  remove(receiver: TraceReceiver): void {
    this.#receivers.delete(receiver);
    this.#setLevel();
  }

  #setLevel(): void {
    this.#all = [...this.#receivers.keys()];
    this.#full = this.#all.filter((receiver) => this.#receivers.get(receiver) === 2);
    this.level = this.#full.length > 0 ? 2 : this.#all.length > 0 ? 1 : 0;
  }
}

/** The stream of the process. */
export const traceStream: TraceStream = (registry.trace ??= new TraceStream()) as TraceStream;
