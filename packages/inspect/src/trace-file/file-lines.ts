/**
 * A recording in a file: NDJSON, one JSON object a line, in UTF-8.
 *
 *     {"baedal":"trace","version":1,"writer":"0.1.0","program":{…}}    the header, always the first line
 *     {"kind":"spawn","at":20.1,"task":1,"name":"main","parent":0}     one event a line (`baedal/trace`)
 *     …
 *     {"baedal":"end","dropped":0,"exitCode":0}                        the footer; a file without one was cut
 *
 * Lines that are objects without a `kind` that the reader knows are passed over, so that a later minor version may add some.
 */
import { type TraceEvent, traceVersion } from "baedal/trace";
import type { TraceProgram } from "../trace-data.ts";

/** The first line. */
export interface FileHeader {
  readonly baedal: "trace";
  /** Version of the stream of events; what is newer than the reader's own is refused. */
  readonly version: number;
  /** Version of the baedal that wrote it. */
  readonly writer: string;
  /** What was known of the program when it began. */
  readonly program: Pick<TraceProgram, "command" | "node" | "startedAt" | "pid">;
}

/** The last line. */
export interface FileFooter extends Pick<TraceProgram, "exitCode" | "signal" | "cut"> {
  readonly baedal: "end";
  readonly dropped: number;
}

/** The first line of a file, with its line break. */
export function headerLine(program: FileHeader["program"], writer: string): string {
  const { command, node, startedAt, pid } = program;
  const header: FileHeader = {
    baedal: "trace",
    version: traceVersion,
    writer,
    program: { command, node, startedAt, pid },
  };
  return line(header);
}

/** The line of an event. */
export function eventLine(event: TraceEvent): string {
  return line(event);
}

/** The last line of a file. */
export function footerLine(end: Omit<FileFooter, "baedal">): string {
  return line({ baedal: "end", ...end });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
