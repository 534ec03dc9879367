import { emptyState, reduceAll, type TraceEvent } from "baedal/trace";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraceModel } from "../dist/analysis/trace-model.js";
import { at, couriers } from "./trace-events.ts";

function modelOf(events: readonly TraceEvent[]): TraceModel {
  return new TraceModel().addAll(events);
}

/** What a task did: `state from-to waits`. */
function lifeOf(model: TraceModel, task: number): string[] {
  const slices = model.tasks.get(task)?.slices ?? [];
  return slices.map(({ state, from, to, waits }) => `${state} ${from}-${to ?? ""} ${waits.join(", ")}`.trimEnd());
}

describe("TraceModel", () => {
  it("keeps what each task did, end to end", () => {
    const model = modelOf(couriers());
    expect(lifeOf(model, 2)).toEqual(["created 1-1", "running 1-2", "waiting 2-12 sleep 10 ms", "running 12-13"]);
    expect(lifeOf(model, 1)).toEqual(["created 0-0", "running 0-1", "waiting 1-105 gather of 2", "running 105-106"]);
    expect(model).toMatchObject({ start: 0, end: 106, events: 15, measured: false });
    expect([...(model.tasks.get(1)?.children ?? [])]).toEqual([2, 3]);
  });

  it("leaves a slice open while it lasts, and knows who ended one", () => {
    const model = modelOf([
      at(0).spawn(1, "cook"),
      at(0).start(1),
      at(2).wait(1, "Queue.get of 'orders'"),
      at(7).wake(1, "Queue.get of 'orders'", 9),
      at(8).wait(1, "sleep 5 ms"),
    ]);
    expect(lifeOf(model, 1).at(-1)).toBe("waiting 8- sleep 5 ms");
    expect(model.tasks.get(1)?.slices.map(({ wokenBy }) => wokenBy)).toEqual([
      undefined,
      undefined,
      9,
      undefined,
      undefined,
    ]);
    expect(model.tasks.get(1)?.slices.map(({ kind }) => kind)).toEqual([
      undefined,
      undefined,
      "turn",
      undefined,
      "timer",
    ]);
  });

  it("takes nobody for the waker of a timer or a request but who cancels it", () => {
    const wokenBy = (on: string, more: readonly TraceEvent[] = []): number | undefined =>
      modelOf([at(0).spawn(1, "cook"), at(0).start(1), at(1).wait(1, on), ...more, at(5).wake(1, on, 7)])
        .tasks.get(1)
        ?.slices.find(({ state }) => state === "waiting")?.wokenBy;
    expect(wokenBy("GET http://a.test/")).toBe(0);
    expect(wokenBy("sleep 4 ms")).toBe(0);
    expect(wokenBy("Queue.get of 'dishes'")).toBe(7);
    expect(wokenBy("sleep 4 ms", [at(5).cancel(1, 7)])).toBe(7);
  });

  it("shows several waits at once as they come and go", () => {
    const model = modelOf([
      at(0).spawn(1, "cook"),
      at(0).start(1),
      at(1).wait(1, "sleep 9 ms"),
      at(2).wait(1, "GET http://a.test/"),
      at(5).wake(1, "sleep 9 ms"),
      at(7).wake(1, "GET http://a.test/"),
    ]);
    expect(lifeOf(model, 1).slice(2)).toEqual([
      "waiting 1-2 sleep 9 ms",
      "waiting 2-5 sleep 9 ms, GET http://a.test/",
      "waiting 5-7 GET http://a.test/",
      "running 7-",
    ]);
  });

  it("marks what a task did after it was asked to stop", () => {
    const model = modelOf([
      at(0).spawn(1, "cook"),
      at(0).start(1),
      at(1).wait(1, "sleep 9 ms"),
      at(2).cancel(1, 4, "closing time"),
      at(2).wake(1, "sleep 9 ms", 4),
      at(3).wait(1, "sleep 1 ms"),
    ]);
    expect(model.tasks.get(1)?.slices.map(({ stopping }) => stopping)).toEqual([false, false, false, true, true]);
    expect(model.tasks.get(1)?.cancellations).toEqual([{ at: 2, by: 4, message: "closing time" }]);
  });

  it("puts the events of a call together, its phases included", () => {
    const request = { id: 7, method: "GET", url: "http://a.test/menu", streamed: false };
    const model = modelOf([
      at(0).spawn(1, "cook"),
      at(1).http(1, "request", request),
      at(1).http(1, "send", { ...request, sending: 1 }),
      at(3).http(1, "phase", { id: 7, sending: 1, phase: "queued" }),
      at(9).http(1, "phase", { id: 7, sending: 1, phase: "firstByte" }),
      at(10).http(1, "phase", { id: 7, sending: 1, phase: "of a later version" }),
      at(12).http(1, "phase", { id: 7, sending: 1, phase: "done" }),
      at(12).http(1, "end", { id: 7, status: 200, bytes: 10 }),
    ]);
    expect(model.tasks.get(1)?.calls).toMatchObject([
      {
        url: "http://a.test/menu",
        from: 1,
        to: 12,
        status: 200,
        phases: [
          { phase: "queued", from: 1, to: 3 },
          { phase: "firstByte", from: 3, to: 9 },
          { phase: "done", from: 9, to: 12 },
        ],
      },
    ]);
  });

  it("shows how a failed call spent the time until it failed", () => {
    const model = modelOf([
      at(1).http(0, "request", { id: 7, method: "GET", url: "http://a.test/", streamed: false }),
      at(1).http(0, "send", { id: 7, sending: 1 }),
      at(4).http(0, "phase", { id: 7, sending: 1, phase: "queued" }),
      at(30).http(0, "end", { id: 7, error: "ERR_BAEDAL_CONNECT", bytes: 0 }),
    ]);
    expect(model.looseCalls).toMatchObject([
      { error: "ERR_BAEDAL_CONNECT", phases: [{ phase: "queued" }, { phase: "unanswered", from: 4, to: 30 }] },
    ]);
  });

  it("counts what was lost, and passes over what it does not know", () => {
    const later = { kind: "later" as "x:y", at: 4, task: 1, data: {} };
    const model = modelOf([at(1).drop(7), later, at(5).wait(99, "sleep 1 ms"), at(6).http(3, "end", { id: 1 })]);
    expect(model).toMatchObject({ dropped: 7, start: 1, end: 6, events: 4 });
    expect(model.tasks.size).toBe(0);
  });

  it("forgets tasks that were over before a moment, and counts them", () => {
    const model = modelOf(couriers());
    model.forgetBefore(50);
    expect([...model.tasks.keys()]).toEqual([1, 3]);
    expect(model.folded).toBe(1);
    expect([...(model.tasks.get(1)?.children ?? [])]).toEqual([3]);
    expect(lifeOf(model, 3)).toEqual(["waiting 3-103 sleep 100 ms", "running 103-105"]);
    expect(model.start).toBe(50);
    model.forgetBefore(1000);
    expect(model.tasks.size).toBe(0);
    expect(model.folded).toBe(3);
  });

  it("keeps what a task has computed when it is told of again after a loss", () => {
    const model = modelOf([
      at(0).spawn(1, "main"),
      at(0).start(1),
      at(1).busy(1, 30),
      at(40).wait(1, "sleep 5 ms"),
      at(0).spawn(1, "main"), // the catch-up
      at(0).start(1),
      at(50).wait(1, "a future"),
    ]);
    const main = model.tasks.get(1);
    expect(main?.view).toMatchObject({ busy: 30, state: "waiting", waits: ["a future"] });
    expect(main?.steps).toHaveLength(1);
  });

  it("leaves out what is not known of the time before waits were recorded", () => {
    const model = modelOf([
      at(0).spawn(1, "main"),
      at(0).start(1),
      at(0).spawn(2, "over", 1),
      at(10).end(2),
      at(5000).wait(1, "sleep 9000 ms"),
      at(5100).spawn(3, "late", 1),
    ]);
    model.beginAt(5000);
    expect(lifeOf(model, 1)).toEqual(["running 5000-5000", "waiting 5000- sleep 9000 ms"]);
    expect(model).toMatchObject({ start: 5000, end: 5100, folded: 1 });
    expect([...model.tasks.keys()]).toEqual([1, 3]);
  });

  it("agrees with the reducer about how each task stands, and its slices never overlap or leave a gap", () => {
    const kinds = fc.constantFrom("spawn", "start", "wait", "wake", "cancel", "end", "busy", "drop");
    const some = fc.record({
      kind: kinds,
      step: fc.nat(3),
      task: fc.integer({ min: 1, max: 4 }),
      on: fc.constantFrom("a", "b"),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), (made) => {
        let now = 0;
        const spawned = new Set<number>();
        const ended = new Set<number>();
        const events = made
          .map(({ step, ...event }) => ({ ...event, at: (now += step) }))
          .filter(({ kind, task }) => {
            // A task is made once and does nothing after its end.
            if (ended.has(task) || (kind === "spawn" && spawned.has(task))) return false;
            if (kind === "spawn") spawned.add(task);
            if (kind === "end" && spawned.has(task)) ended.add(task);
            return true;
          })
          .map((event) => ({
            ...event,
            name: "n",
            parent: 0,
            by: 0,
            message: "",
            outcome: "finished",
            duration: 1,
            count: 1,
          })) as TraceEvent[];
        const model = modelOf(events);
        const state = reduceAll(events, emptyState);
        expect([...model.tasks.values()].map(({ view }) => view)).toEqual([...state.tasks.values()]);
        for (const { slices, view } of model.tasks.values()) {
          slices.slice(1).forEach((slice, index) => expect(slice.from).toBe(slices[index]?.to));
          expect(slices[0]?.from).toBe(view.createdAt);
          expect(slices.at(-1)?.to).toBe(view.endedAt);
        }
      }),
    );
  });
});
