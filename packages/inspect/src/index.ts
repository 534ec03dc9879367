export type { CollectionReport, Comparison, Fact } from "./collection-report.ts";
export { renderCollectionReport } from "./render-collection-report.ts";
export type { RequestFailure, RequestRow, RequestTimings } from "./shape/request-row.ts";
export { TraceFileError } from "./errors.ts";
export type { TraceData, TraceProgram } from "./trace-data.ts";
export { eventLine, type FileFooter, type FileHeader, footerLine, headerLine } from "./trace-file/file-lines.ts";
export { parseTrace } from "./trace-file/parse-trace.ts";
export { TraceReader } from "./trace-file/trace-reader.ts";
export type { CancelRequest, LiveBatch, LiveClock, LiveEnd, LiveState } from "./live/protocol.ts";
