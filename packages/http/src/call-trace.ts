import { currentTask } from "baedal";
import { emit } from "baedal/trace";
import { errorCode } from "./error-code.ts";
import type { RequestSummary } from "./errors.ts";
import type { RunClock } from "./run-clock.ts";
import type { Timings } from "./timings.ts";
import type { HttpTraceEvent } from "./trace-events.ts";

let lastId = 0;

/** When a call began, and by which clock. */
interface CallTime {
  readonly startedAt: number;
  readonly clock: RunClock;
}

/** What the trace stream is told of one call; made only while somebody records, in the task that makes the call. */
export class CallTrace {
  readonly #id = ++lastId;
  readonly #task = currentTask();
  readonly #call: CallTime;
  #sendings = 0;
  #bytes = 0;
  #status: number | undefined;
  #error: string | undefined;

  constructor(call: CallTime, { method, url }: RequestSummary, streamed: boolean) {
    this.#call = call;
    // Written out: a spread takes as long as all else that an event costs.
    this.#emit("http:request", { id: this.#id, method, url, streamed });
  }

  /** The request joins the queue. */
  send({ method, url }: RequestSummary): void {
    this.#emit("http:send", { id: this.#id, sending: ++this.#sendings, method, url });
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
    this.#error ??= errorCode(error);
  }

  end(): void {
    const [id, status, error, bytes] = [this.#id, this.#status, this.#error, this.#bytes];
    if (status === undefined) this.#emit("http:end", error === undefined ? { id, bytes } : { id, error, bytes });
    else this.#emit("http:end", error === undefined ? { id, status, bytes } : { id, status, error, bytes });
  }

  #emit<Kind extends HttpTraceEvent["kind"]>(
    kind: Kind,
    data: Extract<HttpTraceEvent, { kind: Kind }>["data"],
    at: number = this.#call.clock.now(),
  ): void {
    emit(kind, data, { task: this.#task, at });
  }
}
