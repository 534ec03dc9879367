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

  /** Sends an event to all whose level asks for it. Called only while `level` asks for it. */
  send(event: TraceEvent): void {
    const needed = event.kind === "wait" || event.kind === "wake" || event.kind === "resource" ? 2 : 1;
    for (const [receiver, level] of this.#receivers) if (level >= needed) receiver(event);
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
    this.level = 0;
    for (const level of this.#receivers.values()) if (level > this.level) this.level = level;
  }
}

/** The stream of the process. */
export const traceStream: TraceStream = (registry.trace ??= new TraceStream()) as TraceStream;
