import {
  createTask,
  Future,
  gather,
  Lock,
  run,
  Semaphore,
  sleep,
  type Task,
  taskGroup,
  taskTree,
  timeout,
  wait,
} from "baedal";
import { waitUntilIdle } from "baedal/testing";
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
        await sleep(0); // the two begin
        await sleep(0); // and the grandchild
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

  test("says of a task whose turn has not come that it has not begun", async () => {
    await run(async () => {
      createTask(() => sleep(1), { name: "new" });
      expect(taskTree()).toContain("new: has not begun");
      await sleep(0);
      expect(taskTree()).toContain("new: waits for sleep 1 ms");
    });
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
      await wait(tasks);
      expect(tasks.map((task) => task.cancelled())).toEqual([true, true]);
    });
  });

  test("says who holds what a task waits for, and names the circle of two that want each other's lock", async () => {
    await run(
      async () => {
        const [left, right] = [new Lock({ name: "left" }), new Lock({ name: "right" })];
        const eat = async (first: Lock, second: Lock): Promise<void> => {
          using _first = await first.acquire();
          await sleep(0);
          using _second = await second.acquire();
        };
        const tasks = [
          createTask(() => eat(left, right), { name: "plato" }),
          createTask(() => eat(right, left), { name: "kant" }),
        ];
        while (!tasks.every((task) => task.waitingOn?.includes("Lock"))) await sleep(0);
        expect(taskTree().split("\n")).toEqual([
          "└─ main: runs",
          "   ├─ plato: waits for Lock.acquire of 'right', held by kant",
          "   └─ kant: waits for Lock.acquire of 'left', held by plato",
          "Wait cycle: plato -> kant -> plato",
        ]);
        tasks[0]?.cancel();
      },
      { name: "main" },
    );
  });

  test("names three of many holders", async () => {
    await run(async () => {
      const seats = new Semaphore(5, { name: "seats" });
      for (let guest = 1; guest <= 6; guest++) {
        createTask(async () => (await seats.acquire(), await forever()), { name: `guest ${guest}` });
      }
      await sleep(0);
      expect(taskTree()).toContain("of 'seats', held by guest 1, guest 2, guest 3 and 2 more");
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
      await waitUntilIdle();
      const lines = taskTree().split("\n");
      expect(lines.length).toBe(20_002);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200);
    });
  });
});
