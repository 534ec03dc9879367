import { createTask, Future, run, sleep, taskTree } from "baedal";
import { VirtualClock } from "baedal/testing";
import { expect, test } from "vitest";

/** What a tool finds that attaches to the process. */
interface View {
  trees(): string[];
  runs(): { name: string; state: string; waits: string[]; parent: number; id: number; cancels: number }[][];
  interrupted(): { id: number; name: string; at: number; isReal: boolean } | undefined;
}

const { view } = (globalThis as unknown as Record<symbol, { view: View }>)[Symbol.for("baedal/1")] as { view: View };

test("A tool finds the same tree as taskTree() for every run of the process", async () => {
  const open = new Future<void>();
  const other = run(async () => await open, { name: "other" });
  await run(
    async () => {
      createTask(() => sleep(60_000), { name: "courier" });
      await sleep(0);
      const trees = view.trees();
      expect(trees).toEqual(["└─ other: waits for a future", taskTree()]);
    },
    { name: "main" },
  );
  open.setResult();
  await other;
  expect(view.trees()).toEqual([]);
});

test("It finds the tasks as plain data", async () => {
  await run(
    async () => {
      const stubborn = createTask(
        async () => {
          await sleep(60_000).catch(() => {});
          await sleep(60_000);
        },
        { name: "stubborn" },
      );
      await sleep(0);
      stubborn.cancel();
      await sleep(0);
      const [tasks] = JSON.parse(JSON.stringify(view.runs())) as ReturnType<View["runs"]>;
      expect(tasks).toMatchObject([
        { name: "main", state: "running", parent: 0, waits: [], cancels: 0 },
        { name: "stubborn", state: "waiting", waits: ["sleep 60000 ms"], cancels: 1 },
      ]);
      expect(tasks?.[1]?.parent).toBe(tasks?.[0]?.id);
    },
    { name: "main" },
  );
});

test("It finds the task whose code it has interrupted, with the time of that task's clock", async () => {
  expect(view.interrupted()).toBeUndefined();
  const real = async (): Promise<void> => {
    await sleep(0);
    expect(view.interrupted()).toMatchObject({ name: "main", isReal: true });
  };
  await run(real, { name: "main" });
  const virtual = async (): Promise<void> => {
    await sleep(86_400_000);
    expect(view.interrupted()).toMatchObject({ isReal: false });
    expect(view.interrupted()?.at).toBeGreaterThanOrEqual(86_400_000);
  };
  await run(virtual, { clock: new VirtualClock() });
});
