import { records, type RecordOptions } from "../records.ts";

/** One JSON object a line, for each record in order of entry. */
export function* jsonLines(directory: string, options: RecordOptions = {}): Generator<string, void, undefined> {
  for (const record of records(directory, options)) yield `${JSON.stringify(record)}\n`;
}
