// Blocks its event loop until a file appears.
import { run, sleep } from "baedal";
import { existsSync } from "node:fs";

const [, , file = ""] = process.argv;

function knead(): void {
  while (!existsSync(file));
}

await run(
  async () => {
    await sleep(1);
    knead();
  },
  { name: "cook" },
);
