import { createTask, run, sleep } from "baedal";

// As the article's program, but for two seconds: one task computes, and the one beside it stands still meanwhile.

async function ticker(): Promise<never> {
  for (;;) await sleep(10);
}

await run(async function main() {
  const ticking = createTask(ticker);
  await sleep(50);
  const end = performance.now() + 2000;
  while (performance.now() < end);
  ticking.cancel();
});
