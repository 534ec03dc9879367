import { once } from "node:events";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CommandError } from "./errors.ts";
import { exitCode } from "./exit-code.ts";

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is larger than the limit allows",
  ENOENT: "its folder does not exist",
  ENOTDIR: "what it would lie in is no folder",
  EISDIR: "it is a directory; name a file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENAMETOOLONG: "its name is too long",
};

/**
 * Writes a file that is whole or absent: beside its place first, then moved there.
 *
 * @throws CommandError when it cannot be written, with exit code 5; what the pieces throw passes through.
 */
export async function writeWhole(file: string, pieces: Pieces): Promise<void> {
  await refuseDirectory(file);
  const direct = await isDevice(file);
  const beside = direct ? file : join(dirname(file), `.${basename(file)}.${process.pid}.partial`);
  try {
    await using handle = await attempt(file, () => open(beside, "w"));
    await writePieces(file, handle, pieces);
    await attempt(file, () => handle.close());
    if (!direct) await attempt(file, () => rename(beside, file));
  } catch (error) {
    if (!direct) await rm(beside, { force: true }).catch(() => {});
    throw error;
  }
}

/** Writes to stdout no faster than it is read. */
export async function writeToStdout(pieces: Pieces): Promise<void> {
  for await (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, "drain");
  }
}

/** Before anything is written: a rename onto it would fail only at the end. */
async function refuseDirectory(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory() !== true) return;
  throw cannotWrite(file, Object.assign(new Error("It is a directory"), { code: "EISDIR" }));
}

/** `/dev/null`, a pipe: nothing may be put in their place. */
async function isDevice(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

async function writePieces(file: string, handle: FileHandle, pieces: Pieces): Promise<void> {
  for await (const piece of pieces) await attempt(file, () => handle.writeFile(piece));
}

async function attempt<T>(file: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    // Whatever a file system call rejects with is an error with a code.
    throw cannotWrite(file, cause as NodeJS.ErrnoException);
  }
}

function cannotWrite(file: string, cause: NodeJS.ErrnoException): CommandError {
  return new CommandError(`Cannot write ${file}: ${reasons[cause.code ?? ""] ?? cause.message}`, {
    code: "ERR_BAEDAL_OUTPUT",
    exitCode: exitCode.disk,
    cause,
  });
}
