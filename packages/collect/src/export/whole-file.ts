import { once } from "node:events";
import { open, rename, stat } from "node:fs/promises";
import type { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";

import { besideOf, discard, removeStale } from "./beside.ts";
import { writeFailure } from "./write-failure.ts";

/** Text is handed on in pieces of about this many characters. */
const pieceSize = 256 * 1024;

/** What is written, in pieces as they come. */
export type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file that is whole or absent: beside its place first, then renamed onto it. Once `signal` is aborted it
 * rejects with its reason, and nothing is left. What the chunks throw passes through.
 *
 * @throws StoreWriteError the file cannot be written
 *
 * @example
 * ```ts
 * import { writeWholeFile } from "@baedal/collect";
 *
 * await writeWholeFile("bowls.csv", ["place,bowls\n", "A,3\n"]);
 * ```
 */
export async function writeWholeFile(path: string, chunks: Chunks, signal?: AbortSignal): Promise<void> {
  const there = await kindOf(path);
  // The rename onto it would fail only at the end.
  if (there === "directory") throw writeFailure(Object.assign(new Error(), { code: "EISDIR", syscall: "open" }), path);
  if (there === "device") return writeInto(path, chunks, signal);
  const beside = besideOf(path);
  try {
    await removeStale(path);
    await writeOnDisk(beside, "wx", chunks, signal);
    await rename(beside, path);
  } catch (error) {
    await discard(beside);
    throw writeFailure(error, path);
  }
}

/** A device is `/dev/null` or a pipe, for instance: nothing may be put in its place. */
async function kindOf(path: string): Promise<"directory" | "device" | "file or nothing"> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? "directory" : found.isFile() ? "file or nothing" : "device";
  } catch {
    return "file or nothing"; // or what is wrong shows when it is written
  }
}

async function writeInto(path: string, chunks: Chunks, signal: AbortSignal | undefined): Promise<void> {
  try {
    await writeOnDisk(path, "w", chunks, signal);
  } catch (error) {
    throw writeFailure(error, path);
  }
}

/**
 * Writes to a stream no faster than it takes; does not end it.
 *
 * @returns false when the reader has gone (`| head`), which is no error
 */
export async function writeTo(stream: Writable, chunks: Chunks, signal?: AbortSignal): Promise<boolean> {
  let failure: unknown;
  const onError = (error: unknown): void => {
    failure ??= error;
  };
  stream.on("error", onError);
  try {
    for await (const piece of pieces(chunks)) {
      signal?.throwIfAborted();
      if (failure === undefined && !stream.write(piece)) await drained(stream);
      if (failure !== undefined) break;
    }
    if (failure === undefined) return true;
    if ((failure as { code?: string }).code === "EPIPE") return false;
    throw failure;
  } finally {
    stream.off("error", onError);
    // An error that comes after the last piece belongs to whoever ends the stream, not to the process.
    if (failure !== undefined) stream.on("error", () => {});
  }
}

async function drained(stream: Writable): Promise<void> {
  try {
    await Promise.race([once(stream, "drain"), once(stream, "close")]);
  } catch {
    // The listener in `writeTo` has it.
  }
}

async function* pieces(chunks: Chunks): AsyncGenerator<string | Uint8Array> {
  let text = "";
  for await (const chunk of chunks) {
    if (typeof chunk !== "string") {
      if (text !== "") yield text;
      text = "";
      yield chunk;
    } else {
      text += chunk;
      if (text.length < pieceSize) continue;
      yield text;
      text = "";
    }
  }
  if (text !== "") yield text;
}

async function writeOnDisk(
  path: string,
  flags: "w" | "wx",
  chunks: Chunks,
  signal: AbortSignal | undefined,
): Promise<void> {
  const handle = await open(path, flags);
  try {
    for await (const piece of pieces(chunks)) {
      await nextTurn(); // so that an interruption is heard, however fast the disk
      signal?.throwIfAborted();
      await handle.appendFile(piece);
    }
    if (flags === "wx") await handle.sync(); // a device has nothing to sync
  } finally {
    await handle.close();
  }
}
