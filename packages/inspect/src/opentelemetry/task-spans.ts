import { context, type Context, type Span, SpanStatusCode, trace, type Tracer } from "@opentelemetry/api";
import type {
  BlockedEvent,
  CancelEvent,
  EndEvent,
  RuntimeEvent,
  SpawnEvent,
  TraceEvent,
  WaitEvent,
} from "baedal/trace";

/** The span of a task that lives. */
interface TaskSpan {
  readonly span: Span;
  /** The one that was active where the task was made, and so is where its code begins. */
  readonly outer: Span | undefined;
  /** Tasks that it is linked to; one link for each. */
  readonly awaited: Set<number>;
}

/** Makes spans of the events of tasks. */
export class TaskSpans {
  readonly #tracer: Tracer;
  readonly #live = new Map<number, TaskSpan>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  /** Takes an event where it happens: a task is created in the context of its creator. */
  take(event: TraceEvent): void {
    const own = event as RuntimeEvent; // others are told apart by their default
    switch (own.kind) {
      case "spawn":
        return this.#begin(own);
      case "wait":
        return this.#link(own);
      case "cancel":
      case "blocked":
        return this.#note(own);
      case "end":
        return this.#end(own);
      default:
        return undefined;
    }
  }

  /** The context that spans of a task belong in; what is active itself, where it was made inside the task. */
  contextOf(task: number): Context {
    const active = context.active();
    const own = this.#live.get(task);
    if (own === undefined || trace.getSpan(active) !== own.outer) return active;
    return trace.setSpan(active, own.span);
  }

  /** No more events come. */
  end(): void {
    for (const { span } of this.#live.values()) span.setAttribute("baedal.task.outcome", "alive").end();
    this.#live.clear();
  }

  #begin({ task, name, parent, at }: SpawnEvent): void {
    const options = { startTime: timeOf(at), attributes: { "baedal.task.id": task } };
    const span = this.#tracer.startSpan(name, options, this.contextOf(parent));
    this.#live.set(task, { span, outer: trace.getSpan(context.active()), awaited: new Set() });
  }

  #link({ task, onTask = 0 }: WaitEvent): void {
    const own = this.#live.get(task);
    const other = this.#live.get(onTask);
    if (own === undefined || other === undefined || own.awaited.has(onTask)) return;
    own.awaited.add(onTask);
    own.span.addLink({ context: other.span.spanContext(), attributes: { "baedal.link": "awaits" } });
  }

  #note(event: CancelEvent | BlockedEvent): void {
    const { culprit } = event.kind === "blocked" ? event : {};
    const place = culprit && {
      "code.function.name": culprit.function,
      "code.file.path": culprit.file,
      "code.line.number": culprit.line,
    };
    this.#live.get(event.task)?.span.addEvent(event.kind, place ?? {}, timeOf(event.at));
  }

  #end({ task, at, outcome, error }: EndEvent): void {
    const own = this.#live.get(task);
    if (own === undefined) return;
    this.#live.delete(task);
    own.span.setAttribute("baedal.task.outcome", outcome);
    if (outcome === "failed") {
      own.span.setAttribute("error.type", error?.split(":", 1)[0] ?? "_OTHER");
      own.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    own.span.end(timeOf(at));
  }
}

/** The clock of a run counts from the start of the process; a virtual one from the start of the run. */
function timeOf(at: number): number {
  return performance.timeOrigin + at;
}
