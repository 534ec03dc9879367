// A loop that catches every error catches its own cancellation too, and goes on.
import { findTrouble } from "@baedal/inspect";
import { createTask, run, sleep } from "baedal";
import { VirtualClock } from "baedal/testing";
import { record } from "baedal/trace";

async function poll(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    try {
      await sleep(1000);
    } catch {
      console.log("something went wrong; trying again");
    }
  }
}

using recorder = record();
await run(
  async () => {
    const poller = createTask(poll);
    await sleep(1500);
    poller.cancel();
    await poller;
  },
  { name: "main", clock: new VirtualClock() },
);
for (const { code, what, advice } of findTrouble(recorder.trace().events)) console.log(`${code}: ${what}\n${advice}`);
