import { taskContext, traceTasks } from "@baedal/inspect/opentelemetry";
import { context, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { createTask, Event, gather, run, sleep } from "baedal";
import { currentTaskNumber, publish } from "baedal/trace";
import { beforeEach, describe, expect, it } from "vitest";

const exporter = new InMemorySpanExporter();
const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(tracerProvider);
const tracer = trace.getTracer("test");

beforeEach(() => exporter.reset());

function spanOf(name: string): ReadableSpan {
  const found = exporter.getFinishedSpans().filter((span) => span.name === name);
  expect(found.map((span) => span.name)).toEqual([name]);
  return found[0] as ReadableSpan; // there is one
}

/** The name of the span around it. */
function around(name: string): string | undefined {
  const parent = spanOf(name).parentSpanContext?.spanId;
  return exporter.getFinishedSpans().find((span) => span.spanContext().spanId === parent)?.name;
}

describe("OpenTelemetry", () => {
  it("gets a span of each task, a child of that of its creator", async () => {
    using _tracing = traceTasks();
    const courier = async (): Promise<void> => await sleep(1);
    await run(async () => void (await gather([courier, courier])), { name: "main" });
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ name }) => name)).toEqual(["courier", "courier", "main"]);
    expect(spans.slice(0, 2).map((span) => span.parentSpanContext?.spanId)).toEqual(
      [0, 1].map(() => spanOf("main").spanContext().spanId),
    );
    expect(spanOf("main").attributes).toEqual({
      "baedal.task.id": expect.any(Number),
      "baedal.task.outcome": "finished",
    });
    expect(spanOf("main").instrumentationScope.name).toBe("@baedal/inspect");
  });

  it("takes the time from the events", async () => {
    using _tracing = traceTasks();
    const before = Date.now();
    await run(async () => await sleep(1), { name: "main" });
    const [seconds, nanoseconds] = spanOf("main").startTime;
    const started = seconds * 1000 + nanoseconds / 1e6;
    expect(started).toBeGreaterThan(before - 1000);
    expect(started).toBeLessThan(Date.now() + 1000);
  });

  it("links a task to each task that it awaits, once", async () => {
    using _tracing = traceTasks();
    await run(
      async () => {
        const dish = createTask(async () => await sleep(1), { name: "dish" });
        await Promise.all([dish, dish]);
      },
      { name: "waiter" },
    );
    expect(spanOf("waiter").links).toMatchObject([
      { context: { spanId: spanOf("dish").spanContext().spanId }, attributes: { "baedal.link": "awaits" } },
    ]);
    expect(spanOf("dish").links).toEqual([]);
  });

  it("says how tasks ended, and keeps the messages of errors to itself", async () => {
    using _tracing = traceTasks();
    await run(async () => {
      const late = createTask(async () => await new Event().wait(), { name: "late" });
      const burnt = createTask(
        () => {
          throw new TypeError("the password is kimchi");
        },
        { name: "burnt" },
      );
      await expect(burnt).rejects.toThrow(TypeError);
      late.cancel("closing time");
      await expect(late).rejects.toThrow("closing time");
    });
    expect(spanOf("burnt").attributes).toMatchObject({ "baedal.task.outcome": "failed", "error.type": "TypeError" });
    expect(spanOf("burnt").status).toEqual({ code: SpanStatusCode.ERROR });
    expect(spanOf("late").attributes["baedal.task.outcome"]).toBe("cancelled");
    expect(spanOf("late").status.code).toBe(SpanStatusCode.UNSET);
    expect(spanOf("late").events.map(({ name }) => name)).toEqual(["cancel"]);
    const told = exporter.getFinishedSpans().map(({ attributes, status, events }) => ({ attributes, status, events }));
    expect(JSON.stringify(told)).not.toMatch(/kimchi|closing/u);
  });

  it("puts spans made in a task inside its span, and in what is nearer", async () => {
    using _tracing = traceTasks();
    await tracer.startActiveSpan("program", async (program) => {
      await run(
        async () => {
          tracer.startSpan("direct", {}, taskContext()).end();
          await tracer.startActiveSpan("step", {}, taskContext(), async (step) => {
            tracer.startSpan("nearer", {}, taskContext()).end();
            await createTask(() => tracer.startSpan("grandchild", {}, taskContext()).end(), { name: "helper" });
            step.end();
          });
        },
        { name: "main" },
      );
      program.end();
    });
    expect(
      Object.fromEntries(
        ["main", "direct", "step", "nearer", "helper", "grandchild"].map((name) => [name, around(name)]),
      ),
    ).toEqual({
      main: "program",
      direct: "main",
      step: "main",
      nearer: "step",
      helper: "step",
      grandchild: "helper",
    });
  });

  it("is told of what blocked the loop", async () => {
    using _tracing = traceTasks();
    await run(
      () => {
        const culprit = { function: "knead", file: "/kitchen.ts", line: 7, column: 3, stack: [] };
        publish({ kind: "blocked", at: performance.now(), task: currentTaskNumber(), duration: 200, culprit });
      },
      { name: "main" },
    );
    expect(spanOf("main").events).toMatchObject([
      {
        name: "blocked",
        attributes: { "code.function.name": "knead", "code.file.path": "/kitchen.ts", "code.line.number": 7 },
      },
    ]);
  });

  it("ends the spans of tasks that outlive the tracing, and makes none any more", async () => {
    await run(
      async () => {
        const tracing = traceTasks();
        const closing = new Event();
        const dish = createTask(async () => await closing.wait(), { name: "dish" });
        await sleep(1);
        tracing[Symbol.dispose]();
        tracing[Symbol.dispose]();
        closing.set();
        await dish;
        await createTask(() => {}, { name: "afterwards" });
        tracer.startSpan("alone", {}, taskContext()).end();
      },
      { name: "main" },
    );
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(["dish", "alone"]);
    expect(spanOf("dish").attributes["baedal.task.outcome"]).toBe("alive");
    expect(spanOf("alone").parentSpanContext).toBeUndefined();
  });
});
