import { existsSync } from "node:fs";
import { open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { DirectoryError } from "../errors.ts";
import { makeDirectory } from "../make-directory.ts";
import { recordOf } from "../records.ts";
import { StoreReader } from "../store/store-reader.ts";
import { checkedRows } from "./checked-rows.ts";
import { besideOf, discard, removeStale } from "./beside.ts";
import { FileNames } from "./file-names.ts";
import { writeFailure } from "./write-failure.ts";

/** Lies in every folder that was made here: which file is which URL. Only a folder that has it is replaced. */
const manifestName = ".baedal-files.jsonl";

/**
 * Writes the body of every page that came in without an error into a file of its own below `folder`, which is whole or
 * absent: it is made beside its place and renamed. An earlier export is replaced, anything else is refused. Once `signal`
 * is aborted it rejects with its reason.
 *
 * @throws DirectoryError `folder` holds something else
 */
export async function exportFiles(directory: string, folder: string, signal?: AbortSignal): Promise<void> {
  const target = resolve(folder);
  await refuseForeign(target);
  using store = new StoreReader(directory);
  const beside = besideOf(target);
  try {
    makeDirectory(beside);
    await removeStale(target);
    await writeBodies(store, beside, signal);
    await replace(beside, target);
  } catch (error) {
    await discard(beside);
    throw writeFailure(error, folder);
  }
}

async function writeBodies(store: StoreReader, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const names = new FileNames();
  const manifest = await open(join(folder, manifestName), "w");
  try {
    for (const { row, body = null } of checkedRows(store, true)) {
      signal?.throwIfAborted();
      if (body === null || row.errorCode !== null) continue;
      const { headers } = recordOf(row);
      const type = headers?.["content-type"];
      const file = names.nameOf(row.url, typeof type === "string" ? type : undefined);
      makeDirectory(dirname(join(folder, file)));
      await writeFile(join(folder, file), body, { flag: "wx" });
      await manifest.write(`${JSON.stringify({ url: row.url, file })}\n`);
    }
    await manifest.sync();
  } finally {
    await manifest.close();
  }
}

async function replace(beside: string, target: string): Promise<void> {
  const old = `${beside}.old`;
  await rm(old, { recursive: true, force: true });
  if (existsSync(target)) await rename(target, old);
  await rename(beside, target);
  await rm(old, { recursive: true, force: true });
}

async function refuseForeign(target: string): Promise<void> {
  if (!existsSync(target)) return;
  try {
    const names = await readdir(target);
    if (names.length === 0 || names.includes(manifestName)) return;
  } catch (error) {
    if ((error as { code?: string }).code !== "ENOTDIR") throw error;
    throw new DirectoryError(`Cannot export files to ${target}: it is a file; name a folder`, { cause: error });
  }
  throw new DirectoryError(`Cannot export files to ${target}: it holds something else; name a new folder`);
}
