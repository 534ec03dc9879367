// A program that prepared nothing but importing baedal; its argument says what it does to whoever asks.
import { pbkdf2Sync } from "node:crypto";
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

const [, , what] = process.argv;
if (what === "signal") process.on("SIGUSR1", () => console.log("own handler"));

await run(
  async () => {
    createTask(cook, { name: "first cook" });
    createTask(cook, { name: "second cook" });
    if (what === "spin" || what === "freeze") {
      await sleep(1);
      console.log("ready");
      createTask(what === "spin" ? spin : freeze, { name: what });
    } else console.log("ready");
    await sleep(600_000);
  },
  { name: "kitchen" },
);
