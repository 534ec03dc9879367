import { join } from "node:path";
import type { Comparison, Contender } from "../compare.ts";
import { measureProgram } from "./measure-program.ts";

const program = join(import.meta.dirname, "hosts-program.ts");

/** What one host that never answers, with 100 pages queued, costs 10,000 others. */
export const manyHosts: Comparison = {
  title: "A page of each of 10,000 hosts",
  operations: 10_000,
  rounds: 3,
  unit: "µs",
  contenders: [contender("all answer"), contender("one more is stalled", "stalled")],
  goals: [{ ours: "one more is stalled", peer: "all answer", atMost: 1.05 }],
};

function contender(name: string, ...args: string[]): Contender {
  return { name, work: async () => Number((await measureProgram(program, args)).stdout) * 1e6 };
}
