import { currentTask } from "baedal";
import { emit } from "baedal/trace";
import type { Call } from "./call.ts";
import type { HttpRequest } from "./http-request.ts";
import type { Timings } from "./timings.ts";
import type { HttpTraceEvent } from "./trace-events.ts";

let lastId = 0;

/** What the trace stream is told of one call; made only while somebody records, in the task that makes the call. */
export class CallTrace {
  readonly #id = ++lastId;
  readonly #task = currentTask();
  readonly #call: Call;
  #sendings = 0;
  #bytes = 0;
  #status: number | undefined;
  #error: string | undefined;

  constructor({ call, summary, settings }: HttpRequest) {
    this.#call = call;
    this.#emit("http:request", { id: this.#id, ...summary, streamed: settings.streamed });
  }

  /** The request joins the queue. */
  send({ summary }: HttpRequest): void {
    this.#emit("http:send", { id: this.#id, sending: ++this.#sendings, ...summary });
  }

  /** A phase of what was sent last is over, so many milliseconds after the call. */
  phase(phase: keyof Timings, elapsed: number): void {
    this.#emit("http:phase", { id: this.#id, sending: this.#sendings, phase }, this.#call.startedAt + elapsed);
  }

  received(bytes: number): void {
    this.#bytes += bytes;
  }

  answered(status: number): void {
    this.#status = status;
  }

  failed(error: unknown): void {
    this.#error ??= codeOf(error);
  }

  end(): void {
    this.#emit("http:end", {
      id: this.#id,
      ...(this.#status === undefined ? {} : { status: this.#status }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
      bytes: this.#bytes,
    });
  }

  #emit<Kind extends HttpTraceEvent["kind"]>(
    kind: Kind,
    data: Extract<HttpTraceEvent, { kind: Kind }>["data"],
    at: number = this.#call.clock.now(),
  ): void {
    emit(kind, data, { task: this.#task, at });
  }
}

/** Messages may hold anything; a code does not. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
