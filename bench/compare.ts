/** One way of doing the work of a benchmark. */
export interface Contender {
  readonly name: string;
  /** Does the work `operations` times; a number it returns is its own measure in nanoseconds, in place of the wall time. */
  readonly work: (operations: number) => Promise<number | void>;
}

/** What ours must reach. */
export interface Goal {
  readonly ours: string;
  /** What it is divided by, round by round, of which the median counts; without one, its own, in the unit of the benchmark. */
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

/** What each contender took in each round, an operation. */
type Samples = ReadonlyMap<string, number[]>;

const perUnit = { ns: 1, µs: 1000, ms: 1e6, bytes: 1 } as const;

/**
 * Runs the contenders in turns, A B C C B A …, so that a machine that slows down slows all of them, and prints each one's
 * median an operation and the ratios that the goals ask for: medians of those within a round, whose two sides had the same
 * machine.
 *
 * @returns the goals that were missed
 */
export async function compare(comparison: Comparison): Promise<number> {
  const { title, operations, rounds = 11, unit = "ns", contenders, goals } = comparison;
  const samples: Samples = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = -2; round < rounds; round++) {
    for (const { name, work } of round % 2 === 0 ? contenders : contenders.toReversed()) {
      (globalThis as { gc?: () => void }).gc?.();
      const start = process.hrtime.bigint();
      const own = await work(operations);
      const spent = own ?? Number(process.hrtime.bigint() - start);
      if (round >= 0) samples.get(name)?.push(spent / operations / perUnit[unit]);
    }
  }
  console.log(`\n${title} (${operations.toLocaleString("en")} operations, ${rounds} rounds)`);
  for (const [name, values] of samples) {
    const [low, high] = range(values);
    console.log(`  ${name.padEnd(38)} ${figure(median(values))} ${unit.padEnd(5)}  (${figure(low)} … ${figure(high)})`);
  }
  return goals.filter((goal) => !isMet(goal, samples, unit)).length;
}

function isMet({ ours, peer, atMost }: Goal, samples: Samples, unit: string): boolean {
  const values = samples.get(ours) ?? [];
  const others = peer === undefined ? undefined : (samples.get(peer) ?? []);
  const reached = median(values.map((value, round) => value / (others === undefined ? 1 : (others[round] ?? NaN))));
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
