import { ListError } from "./errors.ts";

/** A line that may be a URL, and where it stands, counted from 1. */
export interface ListLine {
  readonly number: number;
  readonly text: string;
  /** True when the line is no UTF-8, or longer than any URL. */
  readonly unreadable: boolean;
}

/** A line longer than this is no URL; its end is looked for without keeping it. */
const longestLine = 65_536;

/**
 * Reads a list of URLs as a stream, one line at a time whatever its length: UTF-8 with or without BOM, LF or CRLF.
 * Blank lines and lines that start with `#` are skipped but counted. Yields the lines of one chunk together.
 *
 * @throws ListError the source cannot be opened or read; the message holds `name`
 */
export async function* readList(source: AsyncIterable<Uint8Array | string>, name: string): AsyncGenerator<ListLine[]> {
  const splitter = new LineSplitter();
  try {
    for await (const chunk of source) {
      const lines = splitter.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
      if (lines.length > 0) yield lines;
    }
  } catch (cause) {
    throw new ListError(`Cannot read the list ${name}: ${describe(cause)}`, { cause });
  }
  const rest = splitter.end();
  if (rest.length > 0) yield rest;
}

function describe(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string };
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES") return "permission denied";
  if (code === "EISDIR") return "it is a directory";
  return message ?? String(cause);
}

/** Cuts bytes into lines; holds at most one line. */
class LineSplitter {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  /** The beginning of a line whose end has not come yet. */
  #open: Uint8Array[] = [];
  #openLength = 0;
  #number = 0;

  push(chunk: Uint8Array): ListLine[] {
    const lines: ListLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.#hold(chunk.subarray(start, end));
      this.#close(lines);
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
    return lines;
  }

  end(): ListLine[] {
    const lines: ListLine[] = [];
    if (this.#openLength > 0) this.#close(lines);
    return lines;
  }

  #hold(part: Uint8Array): void {
    this.#openLength += part.length;
    if (this.#openLength <= longestLine) this.#open.push(part);
  }

  #close(lines: ListLine[]): void {
    const length = this.#openLength;
    const bytes = this.#open.length === 1 ? this.#open[0] : Buffer.concat(this.#open);
    this.#open = [];
    this.#openLength = 0;
    this.#number += 1;
    const text = length > longestLine ? undefined : this.#decode(bytes);
    if (text === undefined) lines.push({ number: this.#number, text: "", unreadable: true });
    else if (text !== "" && !text.startsWith("#")) lines.push({ number: this.#number, text, unreadable: false });
  }

  #decode(bytes: Uint8Array | undefined): string | undefined {
    try {
      // Each decode() of the decoder is a stream of its own, so the BOM goes; only the first line can have one.
      return this.#decoder.decode(bytes).trim();
    } catch {
      return undefined;
    }
  }
}
