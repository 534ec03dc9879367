import type { TraceModel } from "../trace-model.ts";
import { blockedLoop } from "./blocked-loop.ts";
import type { Finding } from "./finding.ts";
import { lockAcrossIo } from "./lock-across-io.ts";
import { neverYielded } from "./never-yielded.ts";
import { outlivedParent } from "./outlived-parent.ts";
import { swallowedCancellation } from "./swallowed-cancellation.ts";
import { unboundedFanOut } from "./unbounded-fan-out.ts";

/** What harms most comes first. */
const LINTS = [
  blockedLoop,
  neverYielded,
  lockAcrossIo,
  unboundedFanOut,
  swallowedCancellation,
  outlivedParent,
] as const;

/** Looks for all trouble that a recording can show. */
export function findLints(model: TraceModel): Finding[] {
  return LINTS.flatMap((lint) => lint(model));
}
