import type { Page } from "../page.ts";

/** Told how long, in ms of processor time, a handler has held the loop without a pause. */
type Held = (ms: number) => void;

/**
 * Calls `handle` with a page, and tells how long it holds the loop: until it returns, and each time after a body that it
 * has waited for has come. What it does after waits of its own cannot be told from what others do.
 */
export function watchLoop<T>(handle: (page: Page) => T, page: Page, held: Held): T {
  const watched: Page = {
    url: page.url,
    finalUrl: page.finalUrl,
    status: page.status,
    get headers() {
      return page.headers;
    },
    timings: page.timings,
    depth: page.depth,
    data: page.data,
    error: page.error,
    failed: page.failed,
    attempts: page.attempts,
    bytes: () => thenWatched(page.bytes(), held),
    text: () => thenWatched(page.text(), held),
  };
  const began = processorTime();
  try {
    return handle(watched);
  } finally {
    held(processorTime() - began);
  }
}

/** Whoever awaits goes on in the microtasks that follow, and these end before the next tick. */
async function thenWatched<T>(body: Promise<T>, held: Held): Promise<T> {
  const value = await body;
  const began = processorTime();
  process.nextTick(() => held(processorTime() - began));
  return value;
}

/** Of this thread, in ms: on a busy machine the clock would blame a handler for the time that others had. */
function processorTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
