// Blocks its event loop until a file appears, under a watchdog; prints what that reported.
import { watchLoop } from "@baedal/inspect/watchdog";
import { createTask, run, sleep, sleepSync } from "baedal";
import { subscribe } from "baedal/trace";
import { existsSync, readFileSync, writeSync } from "node:fs";

const [how = "", file = ""] = process.argv.slice(2);
subscribe((event) => {
  if (event.kind === "blocked") console.log(JSON.stringify({ event }));
});
const watch = watchLoop({ announce: true, onBlocked: (report) => console.log(JSON.stringify({ report })) });

function knead(): void {
  while (!existsSync(file)); // the place that is blamed
}

function doze(): void {
  do sleepSync(2000);
  while (!existsSync(file));
}

await run(async () => {
  const cook = createTask(
    async () => {
      await sleep(1);
      writeSync(2, "blocks now\n");
      if (how === "native") readFileSync(file);
      else if (how === "asleep") doze();
      else knead();
      if (how === "exit") process.exit(3);
      // The report comes when the loop has turned.
      await sleep(1);
    },
    { name: "cook" },
  );
  await cook;
});
if (how === "dispose") watch[Symbol.dispose]();
