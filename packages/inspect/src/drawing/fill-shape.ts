import type { PhaseId } from "../shape/phases.ts";

/** Place of a phase in a line 22 units high: what waits is thin, what sets up half high, what transfers full. */
export interface PhaseShape {
  readonly y: number;
  readonly height: number;
}

const THIN: PhaseShape = { y: 9, height: 4 };
const HALF: PhaseShape = { y: 7, height: 8 };
const FULL: PhaseShape = { y: 5, height: 12 };

/** The shape of each phase. */
export const PHASE_SHAPES: Readonly<Record<PhaseId, PhaseShape>> = {
  queued: THIN,
  dns: HALF,
  connect: HALF,
  tls: HALF,
  sent: FULL,
  firstByte: FULL,
  done: FULL,
  unanswered: FULL,
};
