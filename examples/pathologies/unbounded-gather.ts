// A thousand requests at once: sockets, memory and the patience of the server run out. `gather(…, { limit: 20 })` bounds them.
import { findTrouble } from "@baedal/inspect";
import { gather, run, sleep } from "baedal";
import { VirtualClock } from "baedal/testing";
import { record } from "baedal/trace";

async function fetchPage(): Promise<void> {
  await sleep(100); // stands for a request
}

using recorder = record();
await run(async () => await gather(Array.from({ length: 1000 }, () => fetchPage)), {
  name: "main",
  clock: new VirtualClock(),
});
for (const { code, what, advice } of findTrouble(recorder.trace().events)) console.log(`${code}: ${what}\n${advice}`);
