import { parentPort } from "node:worker_threads";
import type { LiveView } from "../live/live-view.ts";
import { word } from "../recording/chunks.ts";
import type { CompanionData, FromCompanion } from "../recording/start-companion.ts";

/** Milliseconds without a turn of the loop after which the main thread counts as blocked; it tells of one every 50. */
const patience = 250;

/** Serves the live page from this thread, and tells the main thread where, or why not. */
export async function startLiveView({
  chunks: { control },
  config: { live, spool },
  timeOrigin,
}: CompanionData): Promise<LiveView | undefined> {
  if (live === undefined) return undefined;
  const { port, command } = live;
  // A server is a lot of code, and most recordings need none.
  const { LiveView } = await import("../live/live-view.ts");
  const blockedFor = watchHeart(control);
  const view = new LiveView({
    isWhole: spool !== undefined,
    program: {
      command,
      node: process.versions.node,
      startedAt: new Date(timeOrigin).toISOString(),
      pid: process.pid,
    },
    clock: () => ({ now: performance.timeOrigin + performance.now() - timeOrigin, blockedFor: blockedFor() }),
    cancel: (task) => tell({ cancel: task }),
    watched(viewers) {
      Atomics.store(control, word.viewers, viewers);
      tell({ viewers });
    },
  });
  try {
    tell({ url: await view.listen(port) });
    return view;
  } catch (error) {
    tell({ failed: (error as Error).message }); // `listen` fails with errors
    return undefined;
  }
}

function tell(message: FromCompanion): void {
  parentPort?.postMessage(message);
}

/** How long the main thread has not turned its loop, as far as its heartbeat shows. */
function watchHeart(control: Int32Array<SharedArrayBuffer>): () => number {
  let [beat, since] = [0, performance.now()];
  return () => {
    const now = performance.now();
    const latest = Atomics.load(control, word.heartbeat);
    if (latest !== beat) [beat, since] = [latest, now];
    return now - since < patience ? 0 : now - since;
  };
}
