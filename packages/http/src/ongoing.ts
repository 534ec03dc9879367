import type { Future } from "baedal";
import { isTracing } from "baedal/trace";
import { CallTrace } from "./call-trace.ts";
import type { ClientResponse } from "./client-response.ts";
import type { HttpRequest } from "./http-request.ts";
import type { OpenCall, OpenCalls } from "./open-calls.ts";

/** Who gets the outcome of a request: one of the two is called, once. */
export interface Receiver {
  received(response: ClientResponse): void;
  failed(error: unknown): void;
}

/** A call between its start and its end: in the books of its session, listening to the caller's signal. */
export class Ongoing implements Receiver, OpenCall {
  nextOpen: OpenCall | undefined = undefined;
  previousOpen: OpenCall | undefined = undefined;
  readonly request: HttpRequest;
  readonly #calls: OpenCalls<Ongoing>;
  readonly #signal: AbortSignal | undefined;
  /** What the caller waits for; a streamed one goes on after it is settled. */
  #future: Future<ClientResponse> | undefined;
  #over = false;

  constructor(request: HttpRequest, calls: OpenCalls<Ongoing>, signal: AbortSignal | undefined) {
    this.request = request;
    this.#calls = calls;
    this.#signal = signal;
    calls.add(this);
    request.call.observer = this;
    if (isTracing()) request.call.trace = new CallTrace(request.call, request.summary, request.settings.streamed);
    if (signal?.aborted === true) request.call.stop(signal.reason);
    else signal?.addEventListener("abort", this);
  }

  /** Has the outcome settle a future. */
  settles(future: Future<ClientResponse>): void {
    this.#future = future;
  }

  received(response: ClientResponse): void {
    this.request.call.trace?.answered(response.status);
    if (!this.request.settings.streamed) this.end();
    if (this.#future?.done() === false) this.#future.setResult(response);
    else response.discard(new Error("Nobody waits for the response any more"));
  }

  failed(error: unknown): void {
    this.request.call.trace?.failed(error);
    this.end();
    if (this.#future?.done() === false)
      this.#future.setException(error ?? new Error("A middleware or signal failed without an error"));
  }

  /** Called by the call when it is stopped, whoever is at work then: nobody has to wait for them. */
  stopped(reason: unknown): void {
    this.failed(reason);
  }

  /** Called by the signal. */
  handleEvent(): void {
    this.request.call.stop(this.#signal?.reason);
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.request.call.end();
    this.#signal?.removeEventListener("abort", this);
    this.#calls.remove(this);
    this.request.call.trace?.end();
  }
}
