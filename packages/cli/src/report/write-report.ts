import { readReport, writeWholeFile } from "@baedal/collect";
import { type Comparison, type Fact, renderCollectionReport } from "@baedal/inspect";
import { basename, resolve } from "node:path";
import { readComparison } from "./comparison-file.ts";

/** What a report shows besides what is stored. */
export interface ReportExtras {
  /** Headline; the name of the directory by default. */
  readonly title?: string;
  /** Measured times of the same pages, one after another and concurrently; what `--compare` measured by default. */
  readonly comparison?: Comparison;
  /** Settings of the run. */
  readonly facts?: readonly Fact[];
}

/**
 * Draws the store in `directory` as one HTML file.
 *
 * @throws NoStoreError and others of `@baedal/collect`; StoreWriteError when the file cannot be written.
 */
export async function writeReport(file: string, directory: string, extras: ReportExtras = {}): Promise<void> {
  const comparison = extras.comparison ?? readComparison(directory);
  const html = renderCollectionReport({
    title: basename(resolve(directory)),
    ...readReport(directory),
    ...extras,
    ...(comparison === undefined ? {} : { comparison }),
  });
  await writeWholeFile(file, [html]);
}
