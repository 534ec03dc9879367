// Blocks its event loop until a file appears, or for so many milliseconds where a number stands in place of a file.
import { run, sleep } from "baedal";
import { existsSync } from "node:fs";

const [, , file = ""] = process.argv;
const end = performance.now() + Number(file); // NaN for a file

function knead(): void {
  while (!existsSync(file) && !(performance.now() > end));
}

await run(
  async () => {
    await sleep(1);
    knead();
  },
  { name: "cook" },
);
