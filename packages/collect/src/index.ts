export { Collection } from "./collection.ts";
export {
  CollectError,
  DirectoryError,
  InvalidUrlError,
  ListError,
  NoStoreError,
  OptionError,
  StoreDamagedError,
  StoreGoneError,
  StoreLockedError,
  StoreVersionError,
  StoreWriteError,
} from "./errors.ts";
export { exportCollection, type ExportFormat, exportFormats, type ExportOptions } from "./export/export-collection.ts";
export { writeWholeFile } from "./export/whole-file.ts";
export { writeFailure } from "./export/write-failure.ts";
export type { ScopeName } from "./follow/scope.ts";
export type { Handler, HandlerResult } from "./handle/handler.ts";
export type { PageTimings } from "./hop.ts";
export { loadCookies } from "./load-cookies.ts";
export { nearestName } from "./nearest-name.ts";
export { hostOf, normalizeUrl } from "./normalize-url.ts";
export type { CollectionOptions } from "./options.ts";
export type { Page, PageHeaders } from "./page.ts";
export type { PageError } from "./page-error.ts";
export {
  type DurationOption,
  type DurationTextOptions,
  parseDuration,
  parseRate,
  parseSize,
  type RateOption,
  type SizeOption,
} from "./parse-quantity.ts";
export type { HostProgress, Progress } from "./progress.ts";
export { readReport, type ReportRow, type StoredReport } from "./read-report.ts";
export { type CollectionStatus, type FailedPage, failedPages, readStatus, type StatusOptions } from "./read-status.ts";
export type { CollectionRecord } from "./record.ts";
export { type RecordOptions, records } from "./records.ts";
export type { BadLine, ListSource, UrlSource } from "./sources.ts";
export type { StoreOwner } from "./store/store-lock.ts";
export type { StoredRun } from "./store/store-reader.ts";
export type { Ending, Summary } from "./summary.ts";
