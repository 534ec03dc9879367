export type { Har, HarEntry, HarPair, HarRequest, HarResponse, HarTimings } from "./har/har.ts";
export { HarLog, type HarLogOptions } from "./har/har-log.ts";
