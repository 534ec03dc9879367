import { once } from "node:events";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Writable } from "node:stream";

import { writeFailure } from "./write-failure.ts";

/** Text is handed on in pieces of about this many characters. */
const pieceSize = 256 * 1024;

/**
 * Writes a file that is whole or absent: beside its place first, then renamed onto it.
 *
 * @throws StoreWriteError
 */
export async function writeWholeFile(
  path: string,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  try {
    await writeOnDisk(beside, chunks);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw writeFailure(error, path);
  }
}

/**
 * Writes to a stream no faster than it takes; does not end it.
 *
 * @returns false when the reader has gone (`| head`), which is no error
 */
export async function writeTo(
  stream: Writable,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<boolean> {
  let failure: unknown;
  const onError = (error: unknown): void => {
    failure ??= error;
  };
  stream.on("error", onError);
  try {
    for await (const piece of pieces(chunks)) {
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

async function* pieces(
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): AsyncGenerator<string | Uint8Array> {
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
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const handle = await open(path, "w");
  try {
    for await (const piece of pieces(chunks)) await handle.appendFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
