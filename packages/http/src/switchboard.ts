import { type Future, now, RuntimeError } from "baedal";
import { callLater, enclosingRun, suspend } from "baedal/lowlevel";
import type { ClientResponse } from "./client-response.ts";
import { closedError } from "./closed-error.ts";
import type { CookieJar } from "./cookies/cookie-jar.ts";
import type { HttpRequest, Send } from "./http-request.ts";
import { Ongoing } from "./ongoing.ts";
import { OpenCalls } from "./open-calls.ts";
import type { SessionOptions } from "./options/session-options.ts";
import { isPlain, type LaneSettings, PlainLane } from "./plain-lane.ts";
import { hasSayInAll, policiesOf } from "./policies-of-options.ts";
import { compose } from "./policy/compose.ts";
import { poolOf } from "./pool-of-options.ts";
import type { Pool, PoolStatistics } from "./pool/pool.ts";
import { transfer } from "./transfer.ts";

/** Puts the calls of a session through, by its policies and over its connections, and ends them when it is closed. */
export class Switchboard {
  readonly #pool: Pool;
  readonly #send: Send;
  /** Undefined where a policy has a say in every request. */
  readonly #lane: LaneSettings | undefined;
  readonly #calls = new OpenCalls<Ongoing>();
  /** The run that it was made in: its sockets end with it. Undefined for none, which serves all. */
  readonly #run: object | undefined = enclosingRun();
  /** Ends each call of `close` that has not ended. */
  readonly #closing = new Set<() => void>();
  #closed = false;

  /**
   * @throws TypeError for an option with a wrong value
   */
  constructor(options: SessionOptions, jar: CookieJar | undefined) {
    this.#pool = poolOf(options);
    this.#send = compose(policiesOf(options, jar), (request) => this.#transfer(request));
    this.#lane = hasSayInAll(options) ? undefined : { pool: this.#pool, jar, send: this.#send };
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Calls that are not over. */
  get calls(): number {
    return this.#calls.size;
  }

  get statistics(): PoolStatistics {
    return this.#pool.statistics;
  }

  /** Enters a call into the books; one that may not be is stopped at once. */
  begin(request: HttpRequest, signal: AbortSignal | undefined): Ongoing {
    const ongoing = new Ongoing(request, this.#calls, signal);
    if (this.#run !== undefined && this.#isForeign()) request.call.stop(foreignRun(request));
    else if (this.#closed) request.call.stop(closedError(request));
    return ongoing;
  }

  /** Has the outcome of a call settle a future; the result stops the call. */
  connect(ongoing: Ongoing, future: Future<ClientResponse>): (reason: unknown) => void {
    const { call } = ongoing.request;
    ongoing.settles(future);
    this.#putThrough(ongoing);
    return (reason) => call.stop(reason);
  }

  /** The response of a streamed request, unread: one wait, which cancelling ends in every phase. */
  head(ongoing: Ongoing): Future<ClientResponse> {
    const { summary } = ongoing.request;
    return suspend<ClientResponse>(
      (future) => this.connect(ongoing, future),
      () => `${summary.method} ${summary.url}`,
    );
  }

  /** Takes no more calls; those that are in flight may go on for that many milliseconds. */
  close(grace: number): Future<void> {
    this.#closed = true;
    this.#pool.refuseWaiting();
    return suspend<void>((future) => {
      const finish = (): void => {
        timer.cancel();
        this.#closing.delete(finish);
        this.#shut();
        if (!future.done()) future.setResult(undefined);
      };
      const timer = callLater(now() + grace, finish);
      this.#closing.add(finish);
      this.#calls.onDrained = () => {
        for (const end of [...this.#closing]) end();
      };
      if (this.#calls.size === 0) finish();
      return finish;
    }, "the requests in flight of a session that is being closed");
  }

  #putThrough(ongoing: Ongoing): void {
    const { request } = ongoing;
    const { stopped } = request.call;
    if (stopped !== undefined) return ongoing.failed(stopped.reason);
    if (this.#lane !== undefined && isPlain(request)) return new PlainLane(ongoing, this.#lane).start();
    this.#send(request).then(
      (response) => ongoing.received(response),
      (error: unknown) => ongoing.failed(error),
    );
  }

  #transfer(request: HttpRequest): Promise<ClientResponse> {
    const { first } = request;
    request.first = undefined;
    return first ?? transfer(request, this.#pool);
  }

  /** Code outside every run is welcome: callbacks of others often have lost their context. */
  #isForeign(): boolean {
    const run = enclosingRun();
    return run !== undefined && run !== this.#run;
  }

  /** Whatever is not over by now is cut off. */
  #shut(): void {
    for (const { request } of [...this.#calls]) request.call.stop(closedError(request));
    this.#pool.shut();
  }
}

function foreignRun({ summary }: HttpRequest): RuntimeError {
  return new RuntimeError(
    `${summary.method} ${summary.url} was not sent: the session belongs to another run, the one that it was made in; ` +
      "make one in each run, or one outside all of them that serves all",
  );
}
