import type { FrontierEntry } from "./frontier.ts";

/** Queues entries; resolves when more may come. */
export type Emit = (entries: readonly FrontierEntry[]) => Promise<void>;
