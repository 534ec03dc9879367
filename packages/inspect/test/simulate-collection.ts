import type { CollectionReport, RequestRow } from "@baedal/inspect";

/** What to simulate. */
export interface Simulation {
  readonly requests: number;
  readonly hosts: number;
  readonly perHost: number;
  /** Share of the requests that fail. */
  readonly failing?: number;
  readonly tls?: boolean;
  readonly seed?: number;
}

/** A run of a collection as a scheduler with so many places a host would make it; the same for the same seed. */
export function simulateCollection(
  simulation: Simulation,
): CollectionReport & { readonly rows: readonly RequestRow[] } {
  const random = mulberry32(simulation.seed ?? 1);
  const slots = Array.from({ length: simulation.hosts }, () => new Array<number>(simulation.perHost).fill(0));
  const rows: RequestRow[] = [];
  for (let index = 0; index < simulation.requests; index++) {
    const host = index % simulation.hosts;
    const free = slots[host] ?? [];
    const slot = free.indexOf(Math.min(...free));
    const row = simulateRequest({ index, host, queued: free[slot] ?? 0, simulation, random });
    free[slot] = row.startedMs + (row.timings.done ?? 0);
    rows.push(row);
  }
  const durationMs = Math.max(0, ...rows.map((row) => row.startedMs + (row.timings.done ?? 0))) + 3;
  return { title: "Simulated collection", startedAt: "2026-03-14T09:26:53.589Z", finished: true, durationMs, rows };
}

interface Situation {
  readonly index: number;
  readonly host: number;
  readonly queued: number;
  readonly simulation: Simulation;
  readonly random: () => number;
}

function simulateRequest({ index, host, queued, simulation, random }: Situation): RequestRow {
  const fresh = index < simulation.hosts * simulation.perHost;
  const failed = random() < (simulation.failing ?? 0);
  const unanswered = failed && random() < 0.4;
  const dns = fresh ? queued + 4 + random() * 12 : null;
  const connect = fresh ? (dns ?? 0) + 12 + random() * 20 : null;
  const tls = fresh && simulation.tls !== false ? (connect ?? 0) + 18 + random() * 30 : null;
  const sent = (tls ?? connect ?? queued) + 0.2 + random();
  const firstByte = sent + (60 + host * 70) * (0.5 + random()) + (random() < 0.05 ? 600 * random() : 0);
  const done = firstByte + 4 + random() ** 3 * 160;
  const name = `api-${"abc"[host % 3]}${host >= 3 ? host : ""}.example.com`;
  const kind = ["menu", "orders", "couriers", "bowls"][index % 4];
  const url = `https://${name}/v1/${kind}/${1000 + index}?page=${index % 7}`;
  return {
    url,
    finalUrl: index % 17 === 5 ? `${url}&canonical=1` : url,
    host: `${name}:443`,
    status: unanswered ? null : failed ? 503 : 200,
    startedMs: 0,
    timings: { queued, dns, connect, tls, sent, firstByte: unanswered ? null : firstByte, done },
    bytes: unanswered ? null : Math.round(400 + random() ** 4 * 90_000),
    attempts: failed ? 4 : random() < 0.04 ? 2 : 1,
    error: failed ? failure(unanswered, name) : null,
  };
}

function failure(unanswered: boolean, name: string): RequestRow["error"] {
  return unanswered
    ? {
        code: "ERR_BAEDAL_CONNECT",
        message: `Cannot connect to ${name}:443: connection refused; is the server running?`,
      }
    : { code: "ERR_BAEDAL_STATUS", message: "GET was answered with 503 Service Unavailable" };
}

/** A small generator of numbers in [0, 1) that a seed determines. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
