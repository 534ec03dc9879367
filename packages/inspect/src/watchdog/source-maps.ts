import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";
import { fileSystem } from "./file-system.ts";
import type { StackFrame } from "./read-stack.ts";

/** A place in a source file. Line and column from 1. */
export interface SourcePlace {
  /** A path, or what else the source is called. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a frame stands in its source: by the map of its script, if it has one that can be read. */
export function sourcePlace(frame: StackFrame): SourcePlace {
  const { url, line, column, sourceMap } = frame;
  const own = { file: pathOf(url), line: line + 1, column: column + 1 };
  if (sourceMap === "") return own;
  try {
    const base = new URL(sourceMap, url).href;
    const origin = new SourceMap(JSON.parse(readMap(base)) as SourceMapPayload).findEntry(line, column);
    if (!("originalSource" in origin)) return own;
    const source = new URL(origin.originalSource, base.startsWith("data:") ? url : base).href;
    return { file: pathOf(source), line: origin.originalLine + 1, column: origin.originalColumn + 1 };
  } catch {
    return own; // a map that is gone or broken, as with a stack trace
  }
}

function readMap(url: string): string {
  if (!url.startsWith("data:")) return fileSystem().readFileSync(fileURLToPath(url), "utf8");
  const comma = url.indexOf(",");
  const data = url.slice(comma + 1);
  return url.slice(0, comma).endsWith(";base64") ? Buffer.from(data, "base64").toString() : decodeURIComponent(data);
}

function pathOf(url: string): string {
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}
