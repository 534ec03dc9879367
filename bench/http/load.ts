/** What a load cost the process of the client, in nanoseconds. */
export interface Cost {
  /** Time of all its threads on a processor. */
  readonly cpu: number;
  /** From the first request to the last answer. */
  readonly wall: number;
}

/** A client under measurement: one GET, its body read as text. */
export interface Client extends AsyncDisposable {
  get(): Promise<unknown>;
  /** Runs the workers; where there is none, plain promises do. */
  together?(workers: readonly (() => Promise<void>)[]): Promise<unknown>;
}

/** Sends so many requests, `atOnce` at a time. */
export async function load(client: Client, operations: number, atOnce: number): Promise<Cost> {
  await collectGarbage();
  let left = operations;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await client.get();
  };
  const workers = Array.from({ length: atOnce }, () => worker);
  const before = process.cpuUsage();
  const start = process.hrtime.bigint();
  await (client.together?.(workers) ?? Promise.all(workers.map(async (one) => await one())));
  const wall = Number(process.hrtime.bigint() - start);
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) * 1000, wall };
}

/** Twice, with turns of the loop between: finalizers run in turns of their own, and leave garbage themselves. */
export async function collectGarbage(): Promise<void> {
  for (let time = 0; time < 2; time++) {
    (globalThis as { gc?: () => void }).gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
