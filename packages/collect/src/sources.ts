import { createReadStream } from "node:fs";
import { access, constants, stat } from "node:fs/promises";

import { InvalidUrlError, ListError } from "./errors.ts";
import type { FrontierEntry } from "./frontier.ts";
import { normalizeUrl } from "./normalize-url.ts";
import { readList } from "./read-list.ts";

/** Anything that URLs come from. */
export type UrlSource = string | URL | Iterable<string | URL> | AsyncIterable<string | URL>;

/** A line of a list that is no URL. */
export interface BadLine {
  readonly list: string;
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  readonly message: string;
}

/** Entries queued in one transaction. */
const batchSize = 2000;

/** Where a run's URLs come from; each source is read once, as a stream. */
export type EntrySource = () => AsyncIterable<readonly FrontierEntry[]>;

/**
 * The entries of URLs given in a program. One, or an array, is checked at once; what is produced bit by bit is checked
 * as it comes.
 *
 * @throws InvalidUrlError
 */
export function entriesOf(urls: UrlSource): EntrySource {
  if (typeof urls === "string" || urls instanceof URL) return listed([given(urls)]);
  if (Array.isArray(urls)) return listed(urls.map((url: string | URL) => given(url)));
  return () => streamed(urls);
}

/** The entries of a list in a file, or in a stream that is called `name`. Bad lines are reported, the rest goes on. */
export function entriesOfList(
  list: string | AsyncIterable<Uint8Array | string>,
  name: string,
  onBadLine: (line: BadLine) => void,
): EntrySource {
  return async function* () {
    const source = typeof list === "string" ? createReadStream(list, { highWaterMark: 256 * 1024 }) : list;
    const batch: FrontierEntry[] = [];
    for await (const lines of readList(source, name)) {
      for (const line of lines) {
        const entry = parseLine(line.text, line.unreadable);
        if ("url" in entry) batch.push(entry);
        else onBadLine({ list: name, number: line.number, text: line.text, message: entry.message });
      }
      // A slow list, such as a pipe that somebody types into, is not held back until a batch is full.
      if (batch.length > 0) yield batch.splice(0);
    }
  };
}

/** The name of a list in messages. */
export function listName(list: string | AsyncIterable<Uint8Array | string>): string {
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
  return async function* () {
    for (let start = 0; start < entries.length; start += batchSize) yield entries.slice(start, start + batchSize);
  };
}

async function* streamed(urls: Iterable<string | URL> | AsyncIterable<string | URL>): AsyncGenerator<FrontierEntry[]> {
  let batch: FrontierEntry[] = [];
  for await (const url of urls) {
    batch.push(given(url));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
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
