import { context, type Context, trace, type TracerProvider } from "@opentelemetry/api";
import { currentTaskNumber, subscribe } from "baedal/trace";
import { TaskSpans } from "./task-spans.ts";

/** Options of `traceTasks`. */
export interface TraceTasksOptions {
  /**
   * Where the spans go.
   * @default the global provider
   */
  readonly tracerProvider?: TracerProvider;
}

/** Those that make spans at the moment; mostly one. */
const tracing = new Set<TaskSpans>();

/**
 * Makes an OpenTelemetry span of each task from now on, a child of the span of the task that created it, or of the span that
 * is active there if that is a nearer one. A task that awaits another links to its span. Attributes: `baedal.task.id`,
 * `baedal.task.outcome` (`finished`, `failed`, `cancelled`, or `alive` when the tracing ended first) and `error.type`; events:
 * `cancel`, and `blocked` where `watchLoop` tells of it. Messages of errors are left out, for they may hold secrets.
 *
 * Needs `@opentelemetry/api`, which this package does not bring along, and does nothing until an SDK is registered.
 *
 * @returns ends it when it is disposed of
 *
 * @example
 * ```ts
 * import { ClientSession } from "@baedal/http";
 * import { openTelemetry } from "@baedal/http/opentelemetry";
 * import { taskContext, traceTasks } from "@baedal/inspect/opentelemetry";
 *
 * using _tracing = traceTasks();
 * await using session = new ClientSession({ middleware: [openTelemetry({ parent: taskContext })] });
 * ```
 */
export function traceTasks(options: TraceTasksOptions = {}): Disposable {
  const tracer = (options.tracerProvider ?? trace).getTracer("@baedal/inspect");
  const spans = new TaskSpans(tracer);
  const subscription = subscribe((event) => spans.take(event), "full");
  tracing.add(spans);
  return {
    [Symbol.dispose]() {
      subscription[Symbol.dispose]();
      if (tracing.delete(spans)) spans.end();
    },
  };
}

/**
 * The context for spans that are made in the current task: its own span, or the active one if that was made inside the
 * task. OpenTelemetry does not know tasks, so without it the active span is the one around the whole program.
 *
 * @example
 * ```ts
 * import { taskContext } from "@baedal/inspect/opentelemetry";
 * import { trace } from "@opentelemetry/api";
 *
 * const span = trace.getTracer("shop").startSpan("count the till", {}, taskContext());
 * span.end();
 * ```
 */
export function taskContext(): Context {
  const [spans] = tracing;
  return spans?.contextOf(currentTaskNumber()) ?? context.active();
}
