import { type Duration, milliseconds } from "baedal/lowlevel";

/** The deadlines of a request; each is its own `TimeoutError` that says which phase and how long. */
export interface TimeoutOptions {
  /**
   * Everything: queue, retries, redirects, the body, and the callback of `stream`.
   * @default 300 s; none for `stream` and `fetch`
   */
  readonly total?: Duration;
  /**
   * The wait for a slot.
   * @default none
   */
  readonly queue?: Duration;
  /**
   * DNS, TCP and TLS.
   * @default 30 s
   */
  readonly connect?: Duration;
  /**
   * The longest silence while awaiting response bytes, headers included.
   * @default none; 60 s for `stream` and `fetch`
   */
  readonly read?: Duration;
}

/** Deadlines in milliseconds; `undefined` where the default depends on how the body is read. */
export interface Timeouts {
  readonly total: number | undefined;
  readonly queue: number;
  readonly connect: number;
  readonly read: number | undefined;
}

export const defaultTimeouts: Timeouts = { total: undefined, queue: Infinity, connect: 30_000, read: undefined };

const phases: ReadonlySet<string> = new Set(["total", "queue", "connect", "read"]);

/** Deadlines of a session or a request over those it inherits. */
export function resolveTimeouts(options: TimeoutOptions | undefined, inherited: Timeouts): Timeouts {
  if (options === undefined) return inherited;
  if (typeof options !== "object" || options === null)
    throw new TypeError("timeout must be an object such as { total: 5000 }");
  for (const key of Object.keys(options)) {
    if (!phases.has(key))
      throw new TypeError(`timeout has no part ${JSON.stringify(key)}; it has ${[...phases].join(", ")}`);
  }
  const of = <T>(phase: keyof TimeoutOptions, otherwise: T): number | T => {
    const value = options[phase];
    return value === undefined ? otherwise : milliseconds(value, `timeout.${phase}`);
  };
  return {
    total: of("total", inherited.total),
    queue: of("queue", inherited.queue),
    connect: of("connect", inherited.connect),
    read: of("read", inherited.read),
  };
}
