import { createReadStream } from "node:fs";
import { access, constants, stat } from "node:fs/promises";

import type { Emit } from "./emit.ts";
import { InvalidUrlError, ListError } from "./errors.ts";
import type { FrontierEntry } from "./frontier.ts";
import { normalizeUrl } from "./normalize-url.ts";
import { readList } from "./read-list.ts";

/** Anything that URLs come from. */
export type UrlSource = string | URL | Iterable<string | URL> | AsyncIterable<string | URL>;

/** A list of URLs: the path of a file, or its bytes. */
export type ListSource = string | AsyncIterable<Uint8Array | string>;

/** A line of a list that is no URL, or a sitemap that cannot be read. */
export interface BadLine {
  readonly list: string;
  /** Counted from 1; 0 for a sitemap as a whole. */
  readonly number: number;
  readonly text: string;
  readonly message: string;
}

/** Entries queued in one transaction. */
const batchSize = 2000;

/** Emits its entries, as fast as they are taken. */
export type EntrySource = (emit: Emit) => Promise<void>;

/**
 * The entries of URLs given in a program. One, or an array, is checked at once; what is produced bit by bit is checked
 * as it comes.
 *
 * @throws InvalidUrlError
 */
export function entriesOf(urls: UrlSource): EntrySource {
  if (typeof urls === "string" || urls instanceof URL) return listed([given(urls)]);
  if (Array.isArray(urls)) return listed(urls.map((url: string | URL) => given(url)));
  return (emit) => streamed(urls, emit);
}

/** The entries of a list that is called `name`. Bad lines are reported, the rest goes on. */
export function entriesOfList(list: ListSource, name: string, onBadLine: (line: BadLine) => void): EntrySource {
  return async (emit) => {
    const source = typeof list === "string" ? createReadStream(list, { highWaterMark: 256 * 1024 }) : list;
    for await (const lines of readList(source, name)) {
      const entries: FrontierEntry[] = [];
      for (const { text, number, unreadable } of lines) {
        const entry = parseLine(text, unreadable);
        if ("url" in entry) entries.push(entry);
        else onBadLine({ list: name, number, text, message: entry.message });
      }
      // What one chunk held: a slow list, such as a pipe that somebody types into, is not held back.
      await emit(entries);
    }
  };
}

/** The name of a list in messages. */
export function listName(list: ListSource): string {
  return typeof list === "string" ? list : "standard input";
}

function parseLine(text: string, unreadable: boolean): FrontierEntry | { readonly message: string } {
  if (unreadable) return { message: "Cannot collect the line: it is not UTF-8, or too long for a URL" };
  try {
    return given(text);
  } catch (error) {
    if (error instanceof InvalidUrlError) return { message: error.message };
    throw error;
  }
}

function given(url: string | URL): FrontierEntry {
  return { url: normalizeUrl(url), depth: 0, origin: "given" };
}

function listed(entries: readonly FrontierEntry[]): EntrySource {
  return async (emit) => {
    for (let start = 0; start < entries.length; start += batchSize) await emit(entries.slice(start, start + batchSize));
  };
}

async function streamed(urls: Iterable<string | URL> | AsyncIterable<string | URL>, emit: Emit): Promise<void> {
  let batch: FrontierEntry[] = [];
  for await (const url of urls) {
    batch.push(given(url));
    if (batch.length < batchSize) continue;
    await emit(batch);
    batch = [];
  }
  await emit(batch);
}

/** Refuses a list that cannot be opened before anything is fetched. */
export async function requireReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
    if (!(await stat(path)).isDirectory()) return;
  } catch (cause) {
    const { code } = cause as { code?: string };
    const why = code === "ENOENT" ? "there is no such file" : code === "EACCES" ? "permission denied" : String(code);
    throw new ListError(`Cannot read the list ${path}: ${why}`, { cause });
  }
  throw new ListError(`Cannot read the list ${path}: it is a directory`);
}
