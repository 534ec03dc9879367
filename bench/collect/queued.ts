import { join } from "node:path";
import type { Comparison, Contender } from "../compare.ts";
import { measureProgram } from "./measure-program.ts";

const program = join(import.meta.dirname, "queue-program.ts");

/**
 * Peak memory of the whole process while URLs are queued, and that it does not grow with their number: in MB, whatever
 * the unit says. More take minutes: `node bench/collect/queue-program.ts 10000000 DIR`.
 */
export const queuedUrls: Comparison = {
  title: "Peak RSS while URLs of 1,000 hosts are queued, in MB",
  operations: 1,
  rounds: 1,
  unit: "bytes",
  contenders: [500_000, 1_000_000].map((count) => contender(count)),
  goals: [{ ours: "1000000 queued", peer: "500000 queued", atMost: 1.1 }],
};

function contender(count: number): Contender {
  return {
    name: `${count} queued`,
    work: async () => (await measureProgram(program, [String(count), "out"])).peakMegabytes,
  };
}
