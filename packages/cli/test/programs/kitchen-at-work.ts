// A program that prepared nothing but importing baedal; its argument says what it does to whoever asks.
import { pbkdf2Sync } from "node:crypto";
import { readSync } from "node:fs";
import { createTask, Lock, run, sleep } from "baedal";

const stove = new Lock({ name: "stove" });

async function cook(): Promise<void> {
  using _ = await stove.acquire();
  await sleep(600_000);
}

/** Computes until the process ends. */
async function spin(): Promise<never> {
  for (let turn = 0; ; turn++) Math.sqrt(turn);
}

/** Blocks the main thread in one native call, for longer than anybody will wait. */
async function freeze(): Promise<void> {
  pbkdf2Sync("", "", 2 ** 31 - 1, 8, "sha512");
}

/** The same without computing, but a signal ends it. */
async function read(): Promise<void> {
  readSync(0, Buffer.alloc(1)); // not `process.stdin`, which makes it answer at once
}

const [, , what] = process.argv;
if (what === "signal") process.on("SIGUSR1", () => console.log("own handler"));

await run(
  async () => {
    createTask(cook, { name: "first cook" });
    createTask(cook, { name: "second cook" });
    const blocking = { spin, freeze, read }[what ?? ""];
    if (blocking !== undefined) {
      await sleep(1);
      console.log("ready");
      createTask(blocking);
    } else console.log("ready");
    await sleep(600_000);
  },
  { name: "kitchen" },
);
