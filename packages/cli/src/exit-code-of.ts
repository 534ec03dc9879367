import { exitCode } from "./exit-code.ts";

/** System errors that mean that a file could not be written. */
const diskErrors: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EROFS", "EFBIG", "EIO"]);

/** The exit code of an error: its own where it brings one, else what its code means; 70 is a defect of Baedal. */
export function exitCodeOf(error: unknown): number {
  if (typeof error !== "object" || error === null) return 70;
  if ("exitCode" in error && typeof error.exitCode === "number") return error.exitCode;
  if ("code" in error && typeof error.code === "string" && diskErrors.has(error.code)) return exitCode.disk;
  return 70;
}
