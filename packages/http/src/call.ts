import { type RequestSummary, TimeoutError } from "./errors.ts";
import { clockOfRun, type RunClock } from "./run-clock.ts";

/**
 * One call of a user from its start to its end, over all its redirects and retries: the one place where it can be
 * stopped. At any time at most one phase (the queue, a connection, a back-off, decoding) waits for something; that phase
 * says how to abort it.
 */
export class Call {
  /** The clock of the run that made the call; all times of the call are on it. */
  readonly clock: RunClock = clockOfRun();
  readonly startedAt: number = this.clock.now();
  /** When `timeout.total` is over; Infinity for never. */
  readonly deadline: number;
  readonly #total: number;
  readonly #summary: () => RequestSummary;
  #timer: { cancel(): void } | undefined;
  #abort: ((reason: unknown) => void) | undefined;
  #stopped: { readonly reason: unknown } | undefined;

  constructor(total: number, summary: () => RequestSummary) {
    this.#total = total;
    this.#summary = summary;
    this.deadline = this.startedAt + total;
    if (total !== Infinity) this.#timer = this.clock.callLater(this.deadline, () => this.stop(this.#tooLate()));
  }

  /** Milliseconds since the call. */
  get elapsed(): number {
    return this.clock.now() - this.startedAt;
  }

  /** Told when the call is stopped, whatever its phase. */
  onStop: ((reason: unknown) => void) | undefined;

  /** Whether the call was cancelled or ran out of time. */
  get stopped(): boolean {
    return this.#stopped !== undefined;
  }

  /** A phase begins. Throws at once if the call was stopped between phases. */
  enter(abort: (reason: unknown) => void): void {
    if (this.#stopped !== undefined) throw this.#stopped.reason;
    this.#abort = abort;
  }

  /** The phase is over. */
  leave(): void {
    this.#abort = undefined;
  }

  /** Throws the reason if the call was stopped. */
  check(): void {
    if (this.#stopped !== undefined) throw this.#stopped.reason;
  }

  /** Waits that long, unless the call is stopped meanwhile. */
  async pause(delay: number): Promise<void> {
    this.check();
    await new Promise<void>((resolve, reject) => {
      const timer = this.clock.callLater(this.clock.now() + delay, () => {
        this.leave();
        resolve();
      });
      this.enter((reason) => {
        timer.cancel();
        reject(reason);
      });
    });
  }

  /** Waits for somebody else's promise, unless the call is stopped meanwhile. */
  waitFor<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.enter(reject);
      promise.finally(() => this.leave()).then(resolve, reject);
    });
  }

  /** Stops the call: the phase that waits is aborted in this turn, and its promise rejects with the reason. */
  stop(reason: unknown): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = { reason };
    this.end();
    const abort = this.#abort;
    this.#abort = undefined;
    abort?.(reason);
    this.onStop?.(reason);
  }

  /** The call is over; its deadline no longer counts. */
  end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #tooLate(): TimeoutError {
    const request = this.#summary();
    return new TimeoutError(
      `${request.method} ${request.url} was not done within timeout.total, ${this.#total} ms; raise it, or look at the timings`,
      { request, phase: "total" },
    );
  }
}
