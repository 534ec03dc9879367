// Two tasks take the same two locks in opposite order, and each waits for the other for ever.
import { DeadlockError, gather, Lock, run, sleep } from "baedal";

const till = new Lock({ name: "till" });
const oven = new Lock({ name: "oven" });

async function ann(): Promise<void> {
  using _till = await till.acquire();
  await sleep(1);
  using _oven = await oven.acquire();
}

async function bob(): Promise<void> {
  using _oven = await oven.acquire();
  await sleep(1);
  using _till = await till.acquire();
}

try {
  await run(async () => await gather([ann, bob]), { name: "main" });
} catch (error) {
  if (!(error instanceof DeadlockError)) throw error;
  console.log(error.message);
}
