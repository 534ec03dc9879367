import type { TraceModel } from "../../analysis/trace-model.ts";
import type { DecodedTrace } from "../../columns/decode-trace.ts";

/** Events of the first slice: what fills a window. Code that has only begun to run takes ten times as long for each as later. */
const FIRST = 4000;
/** Milliseconds of the others; in between the page answers. */
const SLICE = 40;
/** Milliseconds after which a frame that does not come is not waited for: the page may lie in a tab behind others. */
const PATIENCE = 100;

/**
 * Reads a recording into a model in slices, so that the picture of the beginning stands while the rest is read.
 *
 * @param drawFirst - called after the first slice, if there is more
 */
export async function readInSlices(
  model: TraceModel,
  events: DecodedTrace["events"],
  drawFirst: () => void,
): Promise<void> {
  const rest = events[Symbol.iterator]();
  /** Whether there is more after it. */
  const take = (isEnough: (taken: number) => boolean): boolean => {
    for (let taken = 0; !isEnough(taken); taken++) {
      const { done, value } = rest.next();
      if (done === true) return false;
      model.add(value);
    }
    return true;
  };
  if (!take((taken) => taken >= FIRST)) return;
  drawFirst();
  await nextFrame();
  for (;;) {
    const began = performance.now();
    // Asking the time costs as much as taking an event.
    if (!take((taken) => taken % 256 === 255 && performance.now() - began > SLICE)) return;
    await new Promise((resolve) => void setTimeout(resolve));
  }
}

/** After the next frame has been painted. */
async function nextFrame(): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, PATIENCE);
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
