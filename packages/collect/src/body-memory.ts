import { BodyBudget } from "@baedal/http";

/** Bytes of bodies, besides what each holds freely and the one that may exceed them. */
const together = 64 * 1024 ** 2;
/** What all bodies hold freely, shared by as many as may come in at the same time. */
const freely = 32 * 1024 ** 2;
const mostFreely = 512 * 1024;

/**
 * The memory of all bodies of a run, from their first byte until they are on disk and their pages were read: at most 96
 * MiB and one body of the largest size allowed, however many come in at the same time and whether they end or not.
 */
export function bodyMemory(concurrency: number): BodyBudget {
  return new BodyBudget({ bytes: together, free: Math.min(mostFreely, Math.floor(freely / concurrency)) });
}
