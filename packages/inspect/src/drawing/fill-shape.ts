import type { PhaseId } from "../shape/phases.ts";

/**
 * What a piece of a bar can stand for: a phase of a request, or what a task did. `running` is a task that went on; where
 * computing time is measured, `computed` are its steps, drawn over it.
 */
export type FillId = PhaseId | TaskFillId;

/** What a task did. */
export type TaskFillId =
  | "created"
  | "running"
  | "computed"
  | "http"
  | "timer"
  | "outside"
  | "turn"
  | "tasks"
  | "stopping";

/** Place of a fill in a line 22 units high: what waits is thin, what sets up half high, what transfers or runs full. */
export interface FillShape {
  readonly y: number;
  readonly height: number;
}

const LINE: FillShape = { y: 10, height: 2 };
const THIN: FillShape = { y: 9, height: 4 };
const HALF: FillShape = { y: 7, height: 8 };
const FULL: FillShape = { y: 5, height: 12 };

/** The shape of each fill. */
export const FILL_SHAPES: Readonly<Record<FillId, FillShape>> = {
  queued: THIN,
  dns: HALF,
  connect: HALF,
  tls: HALF,
  sent: FULL,
  firstByte: FULL,
  done: FULL,
  unanswered: FULL,
  created: THIN,
  running: FULL,
  computed: FULL,
  http: FULL,
  timer: HALF,
  outside: FULL,
  turn: HALF,
  tasks: LINE,
  stopping: FULL,
};
