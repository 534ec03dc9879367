import { once } from "node:events";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CommandError } from "./errors.ts";
import { exitCode } from "./exit-code.ts";

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file that is whole or absent: beside its place first, then moved there.
 *
 * @throws CommandError when it cannot be written, with exit code 5; what the pieces throw passes through.
 */
export async function writeWhole(file: string, pieces: Pieces): Promise<void> {
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
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`Cannot write ${file}: ${reason}`, {
      code: "ERR_BAEDAL_OUTPUT",
      exitCode: exitCode.disk,
      cause,
    });
  }
}
