// A handler starts a task and returns without it: nobody waits for it, and nobody hears of its failure in time.
import { findTrouble } from "@baedal/inspect";
import { createTask, run, sleep, taskTree } from "baedal";
import { VirtualClock } from "baedal/testing";
import { record } from "baedal/trace";

async function sendReceipt(): Promise<void> {
  await sleep(5000);
}

async function handleOrder(): Promise<void> {
  await sleep(10);
  createTask(sendReceipt);
}

using recorder = record();
await run(
  async () => {
    await createTask(handleOrder);
    await sleep(1000);
    console.log(taskTree());
  },
  { name: "server", clock: new VirtualClock() },
);
for (const { code, what, advice } of findTrouble(recorder.trace().events)) console.log(`${code}: ${what}\n${advice}`);
