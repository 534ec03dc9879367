/** How far a run is, at one moment; plain data, for whoever shows it. */
export interface Progress {
  /** `"idle"` before the first run and after the last, `"stopping"` once it starts nothing new. */
  readonly phase: "idle" | "running" | "stopping";
  /** Every URL that the store knows. */
  readonly total: number;
  /** Of these: waiting or in flight, done, failed for good. */
  readonly queued: number;
  readonly done: number;
  readonly failed: number;
  /** URLs may still be added: a list is being read, or links are followed. */
  readonly growing: boolean;
  /** Finished in this run, and the bytes of their bodies. */
  readonly finished: number;
  readonly bytes: number;
  /** Requests in flight. */
  readonly inFlight: number;
  /** Pages a second over the last ten seconds. */
  readonly rate: number;
  /** Since the run began, in ms. */
  readonly elapsed: number;
  /** Time left at this rate, in ms; `undefined` while it cannot be known. */
  readonly remaining: number | undefined;
  /** Failures of this run by code, most frequent first. */
  readonly errors: readonly { readonly code: string; readonly count: number }[];
  /** The hosts with requests in flight first, then those with the most pages; at most a thousand. */
  readonly hosts: readonly HostProgress[];
  /** The request that has been under way for longest. */
  readonly slowest: { readonly url: string; readonly elapsed: number } | undefined;
}

/** One host of a run. */
export interface HostProgress {
  readonly host: string;
  /** In this run. */
  readonly done: number;
  readonly failed: number;
  readonly bytes: number;
  readonly inFlight: number;
  /** Known to be waiting. */
  readonly queued: number;
  /** How much longer the host rests, in ms; 0 when it does not. */
  readonly resting: number;
}
