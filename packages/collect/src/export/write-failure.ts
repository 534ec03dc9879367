import { StoreWriteError } from "../errors.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  ENOENT: "its folder does not exist",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOTDIR: "what it would lie in is no folder",
  EEXIST: "what it would lie in is no folder",
  EISDIR: "it is a directory; name a file",
  EROFS: "the file system is read-only",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is larger than the limit allows",
  ENAMETOOLONG: "its name is too long",
};

/** The error of this package for what the file system threw while `path` was written; any other error as it is. */
export function writeFailure(error: unknown, path: string): unknown {
  const { code, syscall } = error as { code?: string; syscall?: string };
  if (code === undefined || syscall === undefined) return error;
  return new StoreWriteError(`Cannot write ${path}: ${reasons[code] ?? `${syscall} failed with ${code}`}`, {
    cause: error,
  });
}
