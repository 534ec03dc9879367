import { traceBatches, TraceFileError, TraceReader } from "@baedal/inspect";
import { createReadStream } from "node:fs";
import { UsageError } from "../errors.ts";
import { traceForm } from "./trace-form.ts";
import type { TraceSource } from "./trace-source.ts";
import { writeTrace } from "./write-trace.ts";

/**
 * Turns a recording in a file into what the ending of `output` asks for. That a file was cut is said on stderr.
 *
 * @throws UsageError for a file that is no recording, or that this version cannot read
 * @throws CommandError when it cannot be written
 */
export async function convertTrace(file: string, output: string): Promise<void> {
  const form = traceForm(output, "--output");
  const source = fileSource(file);
  try {
    await writeTrace(output, form, source);
  } catch (error) {
    if (error instanceof TraceFileError) throw new UsageError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
  if (source.program.cut === true) {
    process.stderr.write(`${file}: the recording was cut off, or lines of it cannot be read; the rest is there\n`);
  }
}

function fileSource(file: string): TraceSource {
  const reader = new TraceReader();
  return {
    get program() {
      return reader.program;
    },
    get lost() {
      return reader.lost;
    },
    batches: () => traceBatches(reader, createReadStream(file)),
  };
}
