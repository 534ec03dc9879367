/** Why a thread ended by itself. */
export type CrashReason = "exit" | "exception" | "memory";

/** How a thread ended by itself. */
export interface Crash {
  readonly reason: CrashReason;
  /** What was given to `process.exit()`. */
  readonly exitCode?: number | undefined;
  /** What was thrown; absent after an exit. */
  readonly cause?: unknown;
}

/** The crash that the `error` event of a worker tells of. */
export function crashBy(cause: unknown): Crash {
  const memory = (cause as { code?: unknown } | null | undefined)?.code === "ERR_WORKER_OUT_OF_MEMORY";
  return { reason: memory ? "memory" : "exception", cause };
}

/** A crash in words, as the end of a sentence. */
export function describeCrash({ reason, exitCode, cause }: Crash): string {
  switch (reason) {
    case "exit":
      return `process.exit(${exitCode}) was called in it`;
    case "memory":
      return "it reached its memory limit; give it less at a time, or raise resourceLimits of the pool";
    case "exception":
      return `an exception in it was never caught (${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)})`;
  }
}
