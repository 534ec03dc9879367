// A program with something of everything that `baedal top` shows; one argument makes it compute now and then.
import { createTask, Lock, run, sleep } from "baedal";

const till = new Lock({ name: "till" });

async function pay(): Promise<void> {
  using _ = await till.acquire();
  await sleep(600_000);
}

async function stay(): Promise<void> {
  await sleep(600_000).catch(() => {});
  await sleep(600_000);
}

function compute(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

await run(
  async () => {
    const guest = createTask(stay, { name: "guest who stays" });
    createTask(
      async () => {
        for (let table = 1; table <= 40; table++) createTask(pay, { name: `table ${table}` });
        await sleep(600_000);
      },
      { name: "waiter" },
    );
    createTask(async () => await new Promise(() => {}), { name: "telephone" });
    await sleep(0);
    guest.cancel();
    console.log("ready");
    for (;;) {
      await sleep(1000);
      if (process.argv[2] === "busy") createTask(async () => compute(1500), { name: "accounts" });
    }
  },
  { name: "restaurant" },
);
