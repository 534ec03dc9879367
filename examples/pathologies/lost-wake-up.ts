// The cook rings before the waiter listens. A condition forgets a notification that nobody waits for, so the waiter waits
// for ever. An Event remembers; and with a condition, look at the state before you wait: `waitFor(() => dishes > 0)`.
import { Condition, createTask, DeadlockError, run, sleep } from "baedal";

const bell = new Condition({ name: "bell" });

async function cook(): Promise<void> {
  using _held = await bell.acquire();
  bell.notify();
}

async function waiter(): Promise<void> {
  await sleep(1); // meanwhile the bell has rung
  using _held = await bell.acquire();
  await bell.wait();
}

try {
  await run(
    async () => {
      const serving = createTask(waiter);
      await createTask(cook);
      await serving;
    },
    { name: "main" },
  );
} catch (error) {
  if (!(error instanceof DeadlockError)) throw error;
  console.log(error.message);
}
