// Waits until it is told to go on, so that a test can watch it meanwhile: a line of input is an order.
import { createTask, Event, run, sleep } from "baedal";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";

const orders: Readonly<Record<string, () => unknown>> = {
  block() {
    console.log("blocking");
    const cell = new Int32Array(new SharedArrayBuffer(4));
    while (!existsSync(process.argv[2] ?? "")) Atomics.wait(cell, 0, 0, 10);
    console.log("unblocked");
  },
  async cook() {
    await createTask(async () => await sleep(1), { name: "dish" });
    console.log("cooked");
  },
  flood() {
    for (let index = 0; index < 25_000; index++) createTask(() => {}, { name: `drop ${index}` });
    console.log("flooded");
  },
  async knead() {
    const steps = async (): Promise<void> => {
      // Too much for a page, so that its events are left out from somewhere on.
      for (let turn = 0; turn < 500; turn++) await sleep(0);
      for (let step = 0; step < 3; step++) {
        for (const until = performance.now() + 20; performance.now() < until;);
        await sleep(1);
      }
    };
    await createTask(steps, { name: "dough" });
    console.log("kneaded");
  },
  async rest() {
    console.log("resting");
    await sleep(600_000);
  },
  exit: () => process.exit(5),
};

await run(
  async () => {
    const cook = createTask(
      async () => {
        await new Event().wait();
      },
      { name: "cook" },
    );
    void cook.then(null, () => console.log("the cook has gone"));
    console.log("open");
    for await (const order of createInterface({ input: process.stdin })) await orders[order]?.();
  },
  { name: "kitchen" },
);
