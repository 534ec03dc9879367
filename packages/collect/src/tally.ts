/** Hosts whose counts are kept; the rest is counted only in all. */
const mostHosts = 1000;
/** Over how long the rate is taken, in ms. */
const rateSpan = 10_000;

/** What happened at one host in this run. */
export interface HostTally {
  readonly host: string;
  done: number;
  failed: number;
  bytes: number;
}

/** Counts what a run has done, for whoever shows its progress. */
export class Tally {
  /** Over the whole store: URLs that wait or are in flight, that are done, that failed for good. */
  readonly store: { queued: number; done: number; failed: number } = { queued: 0, done: 0, failed: 0 };
  /** In this run. */
  finished = 0;
  failed = 0;
  bytes = 0;
  readonly errors: Map<string, number> = new Map();
  readonly hosts: Map<string, HostTally> = new Map();
  /** Pages finished in each second that lies in the span of the rate. */
  readonly #seconds = new Map<number, number>();

  /** A page is finished; `time` is in ms. */
  count(host: string, bytes: number, errorCode: string | undefined, failed: boolean, time: number): void {
    this.finished += 1;
    this.failed += failed ? 1 : 0;
    this.store.queued -= 1;
    this.store[failed ? "failed" : "done"] += 1;
    this.bytes += bytes;
    if (errorCode !== undefined) this.errors.set(errorCode, (this.errors.get(errorCode) ?? 0) + 1);
    this.#countHost(host, bytes, failed);
    const second = Math.floor(time / 1000);
    this.#seconds.set(second, (this.#seconds.get(second) ?? 0) + 1);
    if (this.#seconds.size > rateSpan / 1000 + 1) this.#forgetBefore(time - rateSpan);
  }

  /** Pages a second over the last ten seconds, or since `start` if that is less; both in ms. */
  rate(start: number, time: number): number {
    this.#forgetBefore(time - rateSpan);
    const span = Math.min(rateSpan, time - start);
    let pages = 0;
    for (const count of this.#seconds.values()) pages += count;
    return span > 0 ? (pages / span) * 1000 : 0;
  }

  #countHost(host: string, bytes: number, failed: boolean): void {
    const tally = this.hosts.get(host) ?? this.#newHost(host);
    if (tally === undefined) return;
    tally[failed ? "failed" : "done"] += 1;
    tally.bytes += bytes;
  }

  #newHost(host: string): HostTally | undefined {
    if (this.hosts.size >= mostHosts) return undefined;
    const tally = { host, done: 0, failed: 0, bytes: 0 };
    this.hosts.set(host, tally);
    return tally;
  }

  #forgetBefore(time: number): void {
    for (const second of this.#seconds.keys()) if ((second + 1) * 1000 <= time) this.#seconds.delete(second);
  }
}
