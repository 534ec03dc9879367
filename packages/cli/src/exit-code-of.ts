import { exitCode } from "./exit-code.ts";

/** What a defect of Baedal ends with, `EX_SOFTWARE` of BSD's sysexits: no documented ending may be mistaken for it. */
const defect = 70;

/** The exit code of an error: its own where it brings one; a system call that failed is the disk's; the rest is a defect. */
export function exitCodeOf(error: unknown): number {
  if (typeof error !== "object" || error === null) return defect;
  if ("exitCode" in error && typeof error.exitCode === "number") return error.exitCode;
  return "syscall" in error ? exitCode.disk : defect;
}
