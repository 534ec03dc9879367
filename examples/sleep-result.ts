// `sleep` suspends only the task that awaits it, and may bring a result: the bowl that was waiting for us.
import { coroutine, createTask, run, sleep } from "baedal";

const bystander = coroutine(async function bystander() {
  await sleep({ milliseconds: 500 });
  console.log("another task runs meanwhile");
});

export const main = coroutine(async function main() {
  const task = createTask(bystander());
  const bowl = await sleep({ seconds: 1 }, "empty bowl");
  console.log(bowl);
  await task;
});

if (import.meta.main) await run(main());
