import { StoreWriteError } from "../errors.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  ENOENT: "its folder does not exist",
  EACCES: "permission denied",
  EISDIR: "it is a directory",
};

/** The error of this package for what the file system threw while `path` was written; any other error as it is. */
export function writeFailure(error: unknown, path: string): unknown {
  const { code, syscall } = error as { code?: string; syscall?: string };
  if (code === undefined || syscall === undefined) return error;
  return new StoreWriteError(`Cannot write ${path}: ${reasons[code] ?? `${syscall} failed with ${code}`}`, {
    cause: error,
  });
}
