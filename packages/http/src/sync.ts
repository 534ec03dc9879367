export type { SyncAuth, SyncRequestOptions, SyncSessionOptions } from "./sync/plain-options.ts";
export { SyncResponse } from "./sync/sync-response.ts";
export { SyncSession } from "./sync/sync-session.ts";
