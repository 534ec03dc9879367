export type { CollectionReport, Comparison, Fact } from "./collection-report.ts";
export { renderCollectionReport } from "./render-collection-report.ts";
export type { RequestFailure, RequestRow, RequestTimings } from "./shape/request-row.ts";
