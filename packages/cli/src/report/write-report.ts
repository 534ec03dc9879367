import { readReport } from "@baedal/collect";
import { type Comparison, type Fact, renderCollectionReport } from "@baedal/inspect";
import { basename, resolve } from "node:path";
import { writeWhole } from "../write-whole.ts";

/** What a report shows besides what is stored. */
export interface ReportExtras {
  /** Headline; the name of the directory by default. */
  readonly title?: string;
  /** Measured times of the same pages, one after another and concurrently. */
  readonly comparison?: Comparison;
  /** Settings of the run. */
  readonly facts?: readonly Fact[];
}

/**
 * Draws the store in `directory` as one HTML file.
 *
 * @throws NoStoreError and others of `@baedal/collect`; CommandError when the file cannot be written.
 */
export async function writeReport(file: string, directory: string, extras: ReportExtras = {}): Promise<void> {
  const html = renderCollectionReport({ title: basename(resolve(directory)), ...readReport(directory), ...extras });
  await writeWhole(file, [html]);
}
