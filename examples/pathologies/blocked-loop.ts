// One task computes for long without a pause, and nothing else can run. The watchdog says who, while it still computes.
import { watchLoop } from "@baedal/inspect/watchdog";
import { createTask, run, sleep } from "baedal";

/** Collatz: the longest chain that begins below a limit. */
function longestChain(limit: number): number {
  let [longest, start] = [0, 0];
  for (let first = 1; first < limit; first++) {
    let steps = 0;
    for (let number = first; number !== 1; steps++) number = number % 2 === 0 ? number / 2 : 3 * number + 1;
    if (steps > longest) [longest, start] = [steps, first];
  }
  return start;
}

using _watch = watchLoop({
  onBlocked({ task, culprit }) {
    console.log(`blocked by ${culprit?.function} of line ${culprit?.line}, in task '${task?.name}'`);
  },
});
await run(async () => {
  const accountant = createTask(
    async () => {
      await sleep(1);
      return longestChain(1_000_000);
    },
    { name: "accountant" },
  );
  console.log(`the longest chain begins at ${await accountant}`);
});
