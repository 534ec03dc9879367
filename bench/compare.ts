/** One way of doing the work of a benchmark. */
export interface Contender {
  readonly name: string;
  /** Does the work `operations` times; a number it returns is its own measure in nanoseconds, in place of the wall time. */
  readonly work: (operations: number) => Promise<number | void>;
}

/** What ours must reach. */
export interface Goal {
  readonly ours: string;
  /** What its median is divided by; without one, `atMost` is in the unit of the benchmark. */
  readonly peer?: string;
  readonly atMost: number;
}

/** A benchmark: the same work done by several, in turns. */
export interface Comparison {
  readonly title: string;
  readonly operations: number;
  /** Turns that count; two more go before. @default 11 */
  readonly rounds?: number;
  readonly unit?: "ns" | "µs" | "ms" | "bytes";
  readonly contenders: readonly Contender[];
  readonly goals: readonly Goal[];
}

const perUnit = { ns: 1, µs: 1000, ms: 1e6, bytes: 1 } as const;

/**
 * Runs the contenders in turns, A B C A B C …, so that a machine that slows down slows all of them, and prints each one's
 * median an operation and the ratios that the goals ask for.
 *
 * @returns the goals that were missed
 */
export async function compare(comparison: Comparison): Promise<number> {
  const { title, operations, rounds = 11, unit = "ns", contenders, goals } = comparison;
  const samples = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = -2; round < rounds; round++) {
    for (const { name, work } of contenders) {
      (globalThis as { gc?: () => void }).gc?.();
      const start = process.hrtime.bigint();
      const own = await work(operations);
      const spent = own ?? Number(process.hrtime.bigint() - start);
      if (round >= 0) samples.get(name)?.push(spent / operations / perUnit[unit]);
    }
  }
  console.log(`\n${title} (${operations.toLocaleString("en")} operations, ${rounds} rounds)`);
  const medians = new Map([...samples].map(([name, values]) => [name, median(values)]));
  for (const [name, value] of medians) {
    const [low, high] = range(samples.get(name) ?? []);
    console.log(`  ${name.padEnd(38)} ${figure(value)} ${unit.padEnd(5)}  (${figure(low)} … ${figure(high)})`);
  }
  return goals.filter((goal) => !isMet(goal, medians, unit)).length;
}

function isMet({ ours, peer, atMost }: Goal, medians: ReadonlyMap<string, number>, unit: string): boolean {
  const value = medians.get(ours) ?? NaN;
  const reached = peer === undefined ? value : value / (medians.get(peer) ?? NaN);
  const met = reached <= atMost;
  const [what, limit] = peer === undefined ? [ours, `${atMost} ${unit}`] : [`${ours} / ${peer}`, String(atMost)];
  console.log(`  ${what} = ${reached.toFixed(2)}, goal <= ${limit}: ${met ? "met" : "MISSED"}`);
  return met;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function range(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function figure(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0).padStart(9);
}
