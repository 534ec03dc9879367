import type { FrontierEntry } from "./frontier.ts";

/** Queues entries; resolves when they are on disk. */
export type Emit = (entries: readonly FrontierEntry[]) => Promise<void>;
