import { now, run } from "baedal";
import { VirtualClock } from "baedal/testing";
import { vi } from "vitest";

/** What a program printed, and how long it took on its own clock. */
export interface Played {
  readonly lines: readonly string[];
  readonly seconds: number;
}

/** Runs the main part of an example on a clock that jumps instead of waiting. */
export async function onVirtualClock(main: () => unknown): Promise<Played> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    const seconds = await run(
      async () => {
        const start = now();
        await main();
        return (now() - start) / 1000;
      },
      { clock: new VirtualClock() },
    );
    return { lines: log.mock.calls.map((call) => call.join(" ")), seconds };
  } finally {
    log.mockRestore();
  }
}
