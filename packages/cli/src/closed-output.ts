import { exitCode } from "./exit-code.ts";

/**
 * A reader that has seen enough (`| head`) is no error: with nobody left to write to, the command is done. A disk that takes
 * no more is one. Messages that cannot be written are no reason to stop.
 */
export function endQuietlyWhenOutputCloses(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCode.done);
    const reason = error.code === "ENOSPC" ? "the disk is full" : error.message;
    process.stderr.write(`baedal: Cannot write to stdout: ${reason}\n`);
    process.exit(exitCode.disk);
  });
  process.stderr.on("error", () => {});
}
