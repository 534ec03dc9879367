import type { Culprit } from "baedal/trace";

/** Words of the memory that the watched thread and its watchdog share. */
export const word = {
  /** When the loop turned last: milliseconds since the watch began, counting round at 32 bits. */
  beat: 0,
  /** 1 while the watchdog looks at a loop that stands still. */
  incident: 1,
  /** 1 when the watch is over. */
  ending: 2,
} as const;

/** What the watchdog is given. */
export interface WatchdogData {
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly port: MessagePort;
  /** The moment that the beats count from, in milliseconds since the epoch. */
  readonly origin: number;
  /** Milliseconds. */
  readonly slow: number;
  /** Milliseconds between two beats. */
  readonly period: number;
  /** Whether it says a line on stderr while the loop still stands. */
  readonly announce: boolean;
}

/** The task that ran, as the blocked program told it. */
export interface RunningTask {
  readonly id: number;
  readonly name: string;
  /** Milliseconds on the clock of its run, where that is not real time: it stood still too. */
  readonly at?: number;
}

/** What the watchdog has seen of one incident. */
export interface Sighting {
  /** The last beat before it. */
  readonly beat: number;
  readonly culprit?: Culprit;
  readonly task?: RunningTask;
}
