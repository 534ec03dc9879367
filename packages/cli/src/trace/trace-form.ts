import { UsageError } from "../errors.ts";

/** What a recording can be written as: a page, the events, a trace for ui.perfetto.dev. */
export type TraceForm = "html" | "ndjson" | "perfetto";

const endings: Readonly<Record<string, TraceForm>> = {
  ".html": "html",
  ".ndjson": "ndjson",
  ".perfetto.json": "perfetto",
};

/**
 * The form that the ending of a file asks for.
 *
 * @param option - what the user gave the name to, such as `--trace`
 * @throws UsageError for any other ending
 */
export function traceForm(file: string, option: string): TraceForm {
  const ending = Object.keys(endings).find((one) => file.toLowerCase().endsWith(one));
  const form = ending === undefined ? undefined : endings[ending];
  if (form !== undefined) return form;
  throw new UsageError(
    `${option} ${file}: its ending does not say what to write; .html is a page, .ndjson are the events, ` +
      ".perfetto.json is for https://ui.perfetto.dev",
  );
}
