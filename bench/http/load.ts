/** What a load cost the process of the client, in nanoseconds. */
export interface Cost {
  /** Time of all its threads on a processor. */
  readonly cpu: number;
  /** Time of its main thread alone. */
  readonly main: number;
  /** From the first request to the last answer. */
  readonly wall: number;
}

/** A client under measurement: one GET, its body read as text. */
export interface Client extends AsyncDisposable {
  get(): Promise<unknown>;
  /** Runs the workers; where there is none, plain promises do. */
  together?(workers: readonly (() => Promise<void>)[]): Promise<unknown>;
}

/**
 * Sends so many requests, `atOnce` at a time, and says what they cost. A few go before: a client that lay idle while others
 * had their turn may have closed its connections, some after 4 s and some after 60, and opening them is not what is measured.
 */
export async function load(client: Client, operations: number, atOnce: number): Promise<Cost> {
  await send(client, 4 * atOnce, atOnce);
  await collectGarbage();
  const before = process.cpuUsage();
  const mainBefore = process.threadCpuUsage();
  const start = process.hrtime.bigint();
  await send(client, operations, atOnce);
  const wall = Number(process.hrtime.bigint() - start);
  const { user, system } = process.cpuUsage(before);
  const main = process.threadCpuUsage(mainBefore);
  return { cpu: (user + system) * 1000, main: (main.user + main.system) * 1000, wall };
}

async function send(client: Client, operations: number, atOnce: number): Promise<void> {
  let left = operations;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await client.get();
  };
  const workers = Array.from({ length: atOnce }, () => worker);
  await (client.together?.(workers) ?? Promise.all(workers.map(async (one) => await one())));
}

/** Twice, with turns of the loop between: finalizers run in turns of their own, and leave garbage themselves. */
export async function collectGarbage(): Promise<void> {
  for (let time = 0; time < 2; time++) {
    (globalThis as { gc?: () => void }).gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
