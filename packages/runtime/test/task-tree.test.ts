import { createTask, Future, gather, run, sleep, type Task, taskGroup, taskTree, timeout } from "baedal";
import { describe, expect, test } from "vitest";

const forever = (): Future<never> => new Future<never>();

describe("taskTree", () => {
  test("draws each task under its creator, with what it waits for", async () => {
    await run(
      async () => {
        createTask(
          async () => {
            createTask(() => sleep(5000), { name: "grandchild" });
            await forever();
          },
          { name: "first" },
        );
        const foreign = Promise.withResolvers<void>();
        createTask(() => foreign.promise, { name: "second" });
        await sleep(0);
        expect(taskTree().split("\n")).toEqual([
          "└─ main: runs",
          "   ├─ first: waits for a future",
          "   │  └─ grandchild: waits for sleep 5000 ms",
          "   └─ second: waits for a promise Baedal did not make, perhaps an unref'd handle",
        ]);
        foreign.resolve();
      },
      { name: "main" },
    );
  });

  test("shows waits inside timeouts and groups", async () => {
    await run(
      async () => {
        const task = createTask(
          async () =>
            await timeout(1000, async () => {
              await taskGroup(async (group) => {
                group.createTask(() => sleep(7), { name: "member" });
              });
            }),
          { name: "worker" },
        );
        await sleep(0);
        expect(task.waitingOn).toBe("task group, 1 running");
        task.cancel();
        await task.catch(() => {});
      },
      { name: "main" },
    );
  });

  test("names a circle of tasks that wait for each other", async () => {
    await run(async () => {
      const tasks: Task<unknown>[] = [];
      tasks.push(createTask(async () => await tasks[1], { name: "chicken" }));
      tasks.push(createTask(async () => await gather([tasks[0] as Task<unknown>]), { name: "egg" }));
      await sleep(0);
      expect(taskTree()).toContain("Wait cycle: chicken -> egg -> chicken");
      tasks[0]?.cancel("broken up");
      await sleep(0);
      expect(tasks.map((task) => task.cancelled())).toEqual([true, true]);
    });
  });

  test("names no circle where there is none, however long the chain", async () => {
    await run(async () => {
      let last: Task<unknown> = createTask(forever);
      for (let link = 0; link < 5000; link++) {
        const next = last;
        last = createTask(async () => await next);
      }
      await sleep(0);
      expect(taskTree()).not.toContain("Wait cycle");
    });
  });

  test("stays readable however deep tasks have created tasks", async () => {
    await run(async () => {
      const nest = async (level: number): Promise<void> => {
        if (level > 0) createTask(() => nest(level - 1));
        await forever();
      };
      createTask(() => nest(20_000));
      await sleep(0);
      const lines = taskTree().split("\n");
      expect(lines.length).toBe(20_002);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200);
    });
  });
});
