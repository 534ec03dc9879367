import { createTask, Future, run, sleep } from "baedal";
import { VirtualClock } from "baedal/testing";
import { expect, test } from "vitest";

const stubborn = async (): Promise<void> => {
  await new Future().catch(() => {});
  await sleep(60_000);
};

async function complaintsOf(body: () => Promise<unknown>, debug: boolean): Promise<string[]> {
  const complaints: string[] = [];
  await run(body, {
    clock: new VirtualClock(),
    debug,
    onUnhandled: (error, task) => complaints.push(`${task?.name}: ${(error as Error).message}`),
  });
  return complaints;
}

test("A task that ignores its cancellation when run ends is reported after 5 s, with what it waits for", async () => {
  const complaints = await complaintsOf(async () => {
    createTask(stubborn, { name: "mule" });
    await sleep(1);
  }, false);
  expect(complaints).toEqual(["mule: task 'mule' was cancelled 5 s ago and still runs; it waits for sleep 60000 ms"]);
});

test("In debug mode it is reported in the middle of a run too, with the place where it was created", async () => {
  const complaints = await complaintsOf(async () => {
    const mule = createTask(stubborn, { name: "mule" });
    await sleep(1);
    mule.cancel();
    await sleep(10_000);
  }, true);
  expect(complaints[0]).toMatch(/^mule: task 'mule' \(created at .*stubborn\.test\.ts.*\) was cancelled 5 s ago/);
});

test("A task that is cancelled over and over is reported once", async () => {
  const complaints = await complaintsOf(async () => {
    const mule = createTask(async () => {
      for (let refused = 0; refused < 20; refused++) await new Future().catch(() => {});
      await sleep(10_000);
    });
    await sleep(1);
    for (let count = 0; count < 20; count++) {
      mule.cancel();
      await sleep(1);
    }
    await sleep(8000);
    expect(mule.done()).toBe(false);
    await mule;
  }, true);
  expect(complaints.length).toBe(1);
});

test("A task that cleans up in time is not reported", async () => {
  const complaints = await complaintsOf(async () => {
    const tidy = createTask(async () => {
      try {
        await new Future();
      } finally {
        await sleep(4999);
      }
    });
    await sleep(1);
    tidy.cancel();
    await sleep(10_000);
  }, true);
  expect(complaints).toEqual([]);
});
