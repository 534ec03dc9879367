import type { TraceData } from "@baedal/inspect";
import type { TraceEvent } from "baedal/trace";
import { at } from "./trace-events.ts";

/** A recording of events in any order. */
export function recording(events: readonly TraceEvent[], more: Partial<TraceData> = {}): TraceData {
  const program = {
    command: "shop.ts",
    node: "26.10.0",
    startedAt: "2026-03-14T09:26:53.589Z",
    pid: 4711,
    exitCode: 0,
  };
  return { version: 1, program, dropped: 0, ...more, events: events.toSorted((a, b) => a.at - b.at) };
}

/** Waits for something from one moment to another. */
function waits(task: number, on: string, from: number, to: number, by = 0): TraceEvent[] {
  return [at(from).wait(task, on), at(to).wake(task, on, by)];
}

function begins(task: number, name: string, moment: number, parent = 0): TraceEvent[] {
  return [at(moment).spawn(task, name, parent), at(moment).start(task)];
}

/** A cook, two couriers who wait for dishes, one of whom fails, and a till. */
export function shop(): TraceData {
  return recording([
    ...begins(1, "main", 0),
    ...begins(2, "courier Kim", 1, 1),
    ...begins(3, "courier Lee", 1, 1),
    ...begins(4, "cook", 1, 1),
    ...waits(1, "gather of 3", 2, 640),
    ...waits(4, "sleep 120 ms", 4, 124),
    ...waits(4, "sleep 150 ms", 126, 276),
    at(278).end(4),
    ...waits(2, "Queue.get of 'dishes'", 3, 125, 4),
    ...waits(2, "Lock.acquire of 'till'", 127, 420, 3),
    at(430).end(2),
    ...waits(3, "Queue.get of 'dishes'", 3, 277, 4),
    ...waits(3, "sleep 140 ms", 279, 419),
    at(634).end(3, "failed", "TypeError: no dish"),
    at(645).end(1),
  ]);
}

/** A loop that stood still, measured, and a task that swallowed its cancellation. */
export function trouble(): TraceData {
  const culprit = { function: "parsePrices", file: "src/parse.ts", line: 87, column: 13, stack: [] };
  return recording([
    ...begins(1, "main", 0),
    at(0).busy(1, 2),
    ...begins(2, "import prices", 2, 1),
    ...begins(3, "watch stock", 2, 1),
    ...waits(1, "task group of 2", 3, 1200),
    ...waits(2, "GET https://prices.test/all.csv", 10, 210),
    at(210).busy(2, 412),
    { kind: "blocked", at: 212, task: 2, duration: 408, culprit },
    at(623).end(2),
    ...waits(3, "Queue.get of 'changes'", 4, 700, 1),
    at(700).cancel(3, 1, "no longer needed"),
    ...waits(3, "sleep 400 ms", 701, 1101),
    at(1102).end(3),
    at(1201).end(1),
  ]);
}

/** So many tasks of one kind, each with a request and its phases. */
export function requests(count: number, places = 8): TraceData {
  const events = [...begins(1, "main", 0), at(1).wait(1, `gather of ${count}`)];
  for (let index = 0; index < count; index++) {
    const [task, id] = [index + 2, index + 1];
    const turn = 2 + Math.floor(index / places) * 100;
    const url = `https://api.test/menu/${index}`;
    const phase = (what: string, moment: number): TraceEvent =>
      at(moment).http(task, "phase", { id, sending: 1, phase: what });
    events.push(
      ...begins(task, `fetch ${index}`, 1, 1),
      at(1).http(task, "request", { id, method: "GET", url, streamed: false }),
      at(1).http(task, "send", { id, sending: 1, method: "GET", url }),
      ...waits(task, `GET ${url}`, 1, turn + 99),
      phase("queued", turn),
      phase("sent", turn + 1),
      phase("firstByte", turn + 70),
      phase("done", turn + 98),
      at(turn + 98).http(task, "end", { id, status: 200, bytes: 2000 }),
      at(turn + 99.5).end(task),
    );
  }
  const end = 102 + Math.ceil(count / places) * 100;
  return recording([...events, at(end).wake(1, `gather of ${count}, ${count} done`), at(end).end(1)]);
}

/** So many events of couriers on their rounds, with times and turns as irregular as real ones. */
export function rounds(count: number, perTask = 20): TraceData {
  const random = generator(7);
  const events: TraceEvent[] = [...begins(1, "main", 0), at(0).wait(1, "task group of 64")];
  const live: { id: number; left: number; on: string | undefined }[] = [];
  let [now, last] = [0, 1];
  while (events.length < count) {
    now += random() * 0.2;
    if (live.length < 64) {
      const id = ++last;
      events.push(...begins(id, `courier ${id}`, now, 1));
      live.push({ id, left: perTask / 2, on: undefined });
    }
    const task = live[Math.floor(random() * live.length)];
    if (task === undefined) continue;
    if (task.on === undefined) {
      task.on = pick(random);
      events.push(at(now).wait(task.id, task.on));
      continue;
    }
    const other = live[Math.floor(random() * live.length)]?.id ?? 0;
    events.push(at(now).wake(task.id, task.on, random() < 0.3 ? other : 0));
    task.on = undefined;
    if (--task.left > 0) continue;
    events.push(at(now).end(task.id));
    live.splice(live.indexOf(task), 1);
  }
  return recording(events);
}

function pick(random: () => number): string {
  const item = Math.floor(random() * 5000);
  const all = [`sleep ${item} ms`, "Queue.get of 'dishes'", "Lock.acquire of 'till'", `GET http://shop.test/${item}`];
  return all[Math.floor(random() * all.length)] ?? "";
}

/** Numbers in [0, 1), the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
