import { now } from "baedal";
import type { CallTrace } from "./call-trace.ts";
import { type RequestSummary, TimeoutError } from "./errors.ts";
import { clockOfRun, type RunClock } from "./run-clock.ts";

/** What a call waits for at the moment. */
export interface Phase {
  /** Stops the waiting in this turn; its promise rejects with the reason. */
  abort(reason: unknown): void;
}

/**
 * One call of a user from its start to its end, over all its redirects and retries: the one place where it can be
 * stopped. At any time at most one phase (the queue, a connection, a back-off, decoding) waits for something; that phase
 * says how to abort it.
 */
export class Call {
  /** On the clock of the run that made the call, as all times of the call. */
  readonly startedAt: number = now();
  readonly clock: RunClock = clockOfRun(this.startedAt);
  #deadline: number;
  /** Since when the time of `timeout.total` stands still. */
  #restingSince: number | undefined;
  /** Undefined unless somebody recorded when it began. */
  trace: CallTrace | undefined;
  readonly #total: number;
  readonly #request: () => RequestSummary;
  #timer: { cancel(): void } | undefined;
  #phase: Phase | undefined;
  #stopped: { readonly reason: unknown } | undefined;

  constructor(total: number, request: () => RequestSummary) {
    this.#total = total;
    this.#request = request;
    this.#deadline = this.startedAt + total;
    this.#arm();
  }

  /** When `timeout.total` is over; Infinity for never. */
  get deadline(): number {
    return this.#deadline;
  }

  /** Milliseconds since the call. */
  get elapsed(): number {
    return this.clock.now() - this.startedAt;
  }

  /** Told when the call is stopped, whatever its phase. */
  observer: { stopped(reason: unknown): void } | undefined;

  /** Why it was stopped: cancelled, out of time, the end of the session; undefined while it goes on. */
  get stopped(): { readonly reason: unknown } | undefined {
    return this.#stopped;
  }

  /** A phase begins. Throws at once if the call was stopped between phases. */
  enter(phase: Phase): void {
    if (this.#stopped !== undefined) throw this.#stopped.reason;
    this.#phase = phase;
  }

  /** The phase is over. */
  leave(): void {
    this.#phase = undefined;
  }

  /** Throws the reason if the call was stopped. */
  check(): void {
    if (this.#stopped !== undefined) throw this.#stopped.reason;
  }

  /** What follows does not count as time of the call, until `goOn`: it is not the server that is waited for. */
  rest(): void {
    this.#restingSince ??= this.clock.now();
    this.#timer?.cancel();
  }

  goOn(): void {
    if (this.#restingSince === undefined) return;
    this.#deadline += this.clock.now() - this.#restingSince;
    this.#restingSince = undefined;
    this.#arm();
  }

  /** Waits that long, unless the call is stopped meanwhile. */
  async pause(delay: number): Promise<void> {
    this.check();
    await new Promise<void>((resolve, reject) => {
      const timer = this.clock.callLater(this.clock.now() + delay, () => {
        this.leave();
        resolve();
      });
      this.enter({
        abort: (reason) => {
          timer.cancel();
          reject(reason);
        },
      });
    });
  }

  /** Waits for somebody else's promise, unless the call is stopped meanwhile. */
  waitFor<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.enter({ abort: reject });
      promise.finally(() => this.leave()).then(resolve, reject);
    });
  }

  /** Stops the call: the phase that waits is aborted in this turn, and its promise rejects with the reason. */
  stop(reason: unknown): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = { reason };
    this.end();
    const phase = this.#phase;
    this.#phase = undefined;
    phase?.abort(reason);
    this.observer?.stopped(reason);
  }

  /** The call is over; its deadline no longer counts. */
  end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): void {
    if (this.#deadline === Infinity) return;
    this.#timer = this.clock.callLater(this.#deadline, () => this.stop(this.#tooLate()));
  }

  #tooLate(): TimeoutError {
    const request = this.#request();
    return new TimeoutError(
      `${request.method} ${request.url} was not done within timeout.total, ${this.#total} ms; raise it, or look at the timings`,
      { request, phase: "total" },
    );
  }
}
