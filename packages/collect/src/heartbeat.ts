import type { Frontier } from "./frontier.ts";
import { Wake } from "./wake.ts";

/** How often the store hears that this process lives, in ms. */
const pause = 5_000;

/** Beats until its task is cancelled, or until the store does not hear it. */
export async function keepAlive(frontier: Pick<Frontier, "extend">, failed: (error: unknown) => void): Promise<void> {
  const clock = new Wake();
  for (;;) {
    await clock.wait(pause);
    try {
      await frontier.extend();
    } catch (error) {
      return failed(error);
    }
  }
}
