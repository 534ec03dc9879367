import { CancelledError, createTask, Event, gather, run, RuntimeError, sleep } from "baedal";
import { explore } from "baedal/testing";
import { describe, expect, test } from "vitest";
import { schedules } from "./schedules.ts";

describe("An Event", () => {
  test("has no truth value to compute with, and says what to ask instead", () => {
    const event = new Event();
    expect(() => Number(event)).toThrow(new TypeError("An Event has no value of its own; ask event.isSet()"));
    expect(`It is ${event as unknown as string}`).toBe("It is [object Event]");
  });

  test("refuses a name that is not a string", () => {
    expect(() => new Event({ name: 5 as never })).toThrow("The name of this Event must be a string, not the number 5");
  });

  test("is down at first, and goes up and down", () => {
    const event = new Event();
    expect(event.isSet()).toBe(false);
    event.set();
    expect(event.isSet()).toBe(true);
    event.set();
    event.clear();
    expect(event.isSet()).toBe(false);
  });

  test("does not hold up who comes while it is set", async () => {
    const event = new Event();
    event.set();
    const wait = event.wait();
    expect(wait.done()).toBe(true);
    expect(await wait).toBe(true);
  });

  test("wakes everybody in the order in which they came", async () => {
    await run(async () => {
      const event = new Event();
      const log: number[] = [];
      const tasks = [1, 2, 3].map((n) =>
        createTask(async () => {
          expect(await event.wait()).toBe(true);
          log.push(n);
        }),
      );
      await sleep(0);
      expect(event.statistics()).toEqual({ tasksWaiting: 3 });
      event.set();
      expect(event.statistics()).toEqual({ tasksWaiting: 0 });
      await gather(tasks);
      expect(log).toEqual([1, 2, 3]);
    });
  });

  test("has woken who waited, even when it is cleared in the same turn", async () => {
    await run(async () => {
      const event = new Event();
      const waiter = createTask(() => event.wait());
      await sleep(0);
      event.set();
      event.clear();
      expect(await waiter).toBe(true);
      expect(event.isSet()).toBe(false);
    });
  });

  test("forgets a waiter that is cancelled, and wakes the others", async () => {
    await run(async () => {
      const event = new Event();
      const [first, second] = [createTask(() => event.wait()), createTask(() => event.wait())];
      await sleep(0);
      first.cancel();
      expect(event.statistics()).toEqual({ tasksWaiting: 1 });
      event.set();
      expect(await second).toBe(true);
      await expect(first).rejects.toThrow(CancelledError);
    });
  });

  test("lets a cancellation outrank the wake-up of the same turn", async () => {
    await run(async () => {
      const event = new Event();
      const waiter = createTask(() => event.wait());
      await sleep(0);
      event.set();
      waiter.cancel();
      await expect(waiter).rejects.toThrow(CancelledError);
    });
  });

  test("describes its waits", async () => {
    await run(async () => {
      const waiter = createTask(() => new Event({ name: "cooked" }).wait());
      const nameless = createTask(() => new Event().wait());
      await sleep(0);
      expect(waiter.waitingOn).toBe("Event.wait of 'cooked'");
      expect(nameless.waitingOn).toBe("Event.wait");
    });
  });
});

test("An Event wakes all but the cancelled under explored schedules", async () => {
  const { runs } = await explore(
    async () => {
      const event = new Event();
      const tasks = [0, 1, 2, 3].map(() => createTask(() => event.wait()));
      await sleep(0);
      tasks[1]?.cancel();
      event.set();
      tasks[2]?.cancel();
      event.clear();
      const late = createTask(() => event.wait());
      const outcomes = await gather(tasks, { returnExceptions: true });
      // Who had not started to wait when the event was set waits for the next time.
      if (outcomes[0] !== true || outcomes[3] !== true) throw new Error("somebody was not woken");
      if (!tasks[1]?.cancelled() || !tasks[2]?.cancelled()) throw new Error("a cancellation was lost");
      event.set();
      await late;
    },
    { runs: schedules },
  );
  expect(runs).toBe(schedules);
});

describe("An Event and two runs", () => {
  test("cannot be waited for in another run while tasks of one wait", async () => {
    const event = new Event({ name: "shared" });
    await run(async () => {
      createTask(() => event.wait());
      await sleep(0);
    });
    const [first, second] = [startedRun(event), startedRun(event)];
    await first.waiting;
    await expect(second.waiting).rejects.toThrow(RuntimeError);
    await expect(second.waiting).rejects.toThrow("Event 'shared' is in use in another run; tasks of two runs cannot");
    first.stop();
    await first.ended;
    await second.ended;
    await run(async () => {
      event.set();
      expect(await event.wait()).toBe(true);
    });
  });

  test("cannot be set by a task of another run, but by code outside tasks", async () => {
    const event = new Event();
    const first = startedRun(event);
    await first.waiting;
    await expect(run(() => event.set())).rejects.toThrow(RuntimeError);
    expect(event.isSet()).toBe(false);
    event.set();
    await first.ended;
  });
});

/** A run whose main task waits for an event, as soon as it can. */
function startedRun(event: Event): { waiting: Promise<void>; ended: Promise<void>; stop(): void } {
  const { promise: waiting, resolve, reject } = Promise.withResolvers<void>();
  const controller = new AbortController();
  const ended = run(
    async () => {
      try {
        const wait = event.wait();
        resolve();
        await wait;
      } catch (error) {
        reject(error);
      }
    },
    { signal: controller.signal },
  ).catch(() => {});
  return { waiting, ended, stop: () => controller.abort() };
}
