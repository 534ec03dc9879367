import { type TraceEvent, traceVersion } from "baedal/trace";
import { TraceFileError } from "../errors.ts";
import type { TraceProgram } from "../trace-data.ts";
import { isObject, isTraceEvent } from "./event-shape.ts";

/**
 * Reads the lines of a recording one after another, so that a file may be larger than memory. What is damaged in it is
 * counted as lost; only what is no recording at all is refused.
 */
export class TraceReader {
  #program: Omit<TraceProgram, "cut"> | undefined;
  #version = 0;
  /** Losses that `drop` events told of, and lines that could not be read. */
  #counted = 0;
  /** What the footer says, which knows of all losses but the last kind. */
  #footer: { readonly dropped: number; readonly cut: boolean } | undefined;
  #unreadable = 0;

  /**
   * Takes one line, without its line break.
   *
   * @returns its event, if it is one
   * @throws TraceFileError if the first line is not that of a recording, or of one from a newer version
   */
  read(line: string): TraceEvent | undefined {
    if (this.#program === undefined) return this.#begin(line);
    if (line.trim() === "") return undefined;
    const value = parse(line);
    if (!isObject(value)) {
      this.#unreadable++;
      return undefined;
    }
    if (value["baedal"] === "end") this.#end(value);
    if (!isTraceEvent(value)) return undefined;
    if (value.kind === "drop" && "count" in value) this.#counted += value.count;
    return value;
  }

  /** Version of the stream that is in the file. */
  get version(): number {
    return this.#version;
  }

  /** Events that were lost, up to here. */
  get dropped(): number {
    return this.#counted + this.lost;
  }

  /** Those of them that no `drop` event tells of. */
  get lost(): number {
    return Math.max(0, (this.#footer?.dropped ?? 0) - this.#counted) + this.#unreadable;
  }

  /** The program, and how it ended once all lines are read. */
  get program(): TraceProgram {
    if (this.#program === undefined) throw foreign("it is empty");
    const cut = this.#footer === undefined || this.#footer.cut || this.#unreadable > 0;
    return { ...this.#program, ...(cut && { cut }) };
  }

  #begin(line: string): undefined {
    const header = parse(line.replace(/^\uFEFF/u, ""));
    if (!isObject(header) || header["baedal"] !== "trace") throw foreign("its first line is not that of a recording");
    const { version, writer, program } = header;
    if (typeof version !== "number") throw foreign("its first line names no version");
    if (version > traceVersion) throw tooNew(version, writer);
    if (!isObject(program)) throw foreign("its first line names no program");
    this.#version = version;
    this.#program = {
      command: textOf(program["command"]),
      node: textOf(program["node"]),
      startedAt: textOf(program["startedAt"]),
      pid: numberOf(program["pid"]),
    };
    return undefined;
  }

  #end(footer: Readonly<Record<string, unknown>>): void {
    const { exitCode, signal, dropped, cut } = footer;
    this.#footer = { dropped: numberOf(dropped), cut: cut === true };
    if (this.#program === undefined) return;
    this.#program = {
      ...this.#program,
      ...(typeof exitCode === "number" && { exitCode }),
      ...(typeof signal === "string" && { signal }),
    };
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function foreign(why: string): TraceFileError {
  return new TraceFileError(
    "ERR_BAEDAL_TRACE_FOREIGN",
    `Not a recording by baedal: ${why}; baedal run script.ts --trace out.ndjson writes one`,
  );
}

function tooNew(version: number, writer: unknown): TraceFileError {
  const by = typeof writer === "string" ? `baedal ${writer}` : "a newer baedal";
  return new TraceFileError(
    "ERR_BAEDAL_TRACE_VERSION",
    `The recording is in version ${version} of the format, written by ${by}; this one reads up to version ${traceVersion}: use ${by} to read it`,
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
