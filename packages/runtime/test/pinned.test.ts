import { Future, run, sleep } from "baedal";
import { expect, test } from "vitest";

test("An exception that is set from outside on a future made in the run is reported when the run ends", async () => {
  const held: Future<void>[] = [];
  const reports: string[] = [];
  const outside = setInterval(() => held.splice(0).forEach((future) => future.setException(new Error("outside"))), 1);
  await run(
    async () => {
      const future = new Future<void>();
      held.push(future);
      while (!future.done()) await sleep(1);
    },
    { onUnhandled: (error) => reports.push((error as Error).message) },
  );
  clearInterval(outside);
  expect(reports).toEqual(["outside"]);
});
