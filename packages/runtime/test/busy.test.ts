import { createTask, gather, now, run, sleep } from "baedal";
import { VirtualClock } from "baedal/testing";
import { record, reduceAll, subscribe, type TaskView, type TraceEvent } from "baedal/trace";
import { expect, test } from "vitest";

/** Computes for some milliseconds. */
function compute(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Goes on where nobody waits for it. */
async function computeLater(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  compute(4);
}

/** Runs a program while computing time is measured; its tasks by name. */
async function measured(main: () => Promise<unknown>, clock?: VirtualClock): Promise<Map<string, TaskView>> {
  const recorder = record({ level: "busy" });
  await run(main, { name: "main", ...(clock !== undefined && { clock }) });
  recorder[Symbol.dispose]();
  const { tasks } = reduceAll(recorder.trace().events);
  return new Map([...tasks.values()].map((task) => [task.name, task]));
}

test("Each task gets the time that it computed, whatever runs beside it", async () => {
  const tasks = await measured(async () => {
    const computing = createTask(
      async () => {
        for (let step = 0; step < 5; step++) {
          compute(4);
          await sleep(0);
        }
      },
      { name: "computing" },
    );
    const waiting = createTask(() => sleep(30), { name: "waiting" });
    await gather([computing, waiting]);
  });
  expect(tasks.get("computing")?.busy).toBeGreaterThanOrEqual(20);
  // No upper bound in real time holds on a busy machine; but what one computes the other did not.
  const waiting = tasks.get("waiting")?.busy ?? Infinity;
  expect(waiting).toBeLessThan((tasks.get("computing")?.busy ?? 0) / 2);
  expect(tasks.get("main")?.busy).toBeLessThan((tasks.get("computing")?.busy ?? 0) / 2);
});

test("Steps too short for an event each are added up", async () => {
  const events: TraceEvent[] = [];
  const measuring = subscribe((event) => void (event.kind === "busy" && events.push(event)), "busy");
  const steps = 2000;
  await run(async () => {
    const pass = async (): Promise<void> => {
      for (let step = 0; step < steps; step++) await sleep(0);
    };
    await gather([pass, pass]);
  });
  measuring[Symbol.dispose]();
  expect(events.length).toBeGreaterThan(0);
  expect(events.length).toBeLessThan(steps / 4);
});

test("No task computes for longer than it lives, be it a single step", async () => {
  const tasks = await measured(async () => {
    const alone = createTask(() => compute(3), { name: "alone" });
    const beside = createTask(() => compute(2), { name: "beside" });
    const leaving = createTask(async () => void computeLater(), { name: "leaving" });
    await gather([alone, beside, leaving]);
    await sleep(1);
  });
  expect(tasks.get("alone")?.busy).toBeGreaterThanOrEqual(3);
  expect(tasks.get("beside")?.busy).toBeGreaterThanOrEqual(2);
  for (const { name, busy, startedAt = 0, endedAt = 0 } of tasks.values()) {
    const tooLong = Math.max(0, busy - (endedAt - startedAt));
    expect({ name, tooLong }).toEqual({ name, tooLong: expect.closeTo(0, 6) });
  }
});

test("On a virtual clock computing takes real time and no time passes", async () => {
  const tasks = await measured(async () => {
    await sleep(60_000);
    const before = now();
    compute(5);
    expect(now()).toBe(before);
    await sleep(60_000);
  }, new VirtualClock());
  const main = tasks.get("main");
  expect(main?.busy).toBeGreaterThanOrEqual(5);
  expect(main?.endedAt).toBeGreaterThanOrEqual(120_000);
});

test("Nobody measures unless somebody asks", async () => {
  const kinds = new Set<string>();
  {
    using _ = subscribe((event) => void kinds.add(event.kind), "full");
    await run(async () => {
      await sleep(0);
      compute(3);
      await sleep(0);
    });
  }
  expect(kinds).not.toContain("busy");
});
