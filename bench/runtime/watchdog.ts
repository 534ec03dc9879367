import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Comparison, Contender } from "../compare.ts";

const execute = promisify(execFile);
const watchdog = new URL("../../packages/inspect/dist/watchdog.js", import.meta.url).href;

/** A program that idles in a process of its own, and what that costs: it prints a number. */
function idling(name: string, start: string, measure: string): Contender {
  const source = `
    import { setTimeout } from "node:timers/promises";
    import { watchLoop } from ${JSON.stringify(watchdog)};
    const rss = () => (gc(), gc(), process.memoryUsage.rss());
    await setTimeout(500);
    const before = rss();
    ${start};
    await setTimeout(1000); // until what starts has started
    ${measure}
  `;
  const work = async (): Promise<number> => {
    const { stdout } = await execute(process.execPath, ["--expose-gc", "--input-type=module", "--eval", source]);
    return Number(stdout);
  };
  return { name, work };
}

/** Nanoseconds of processor time in a second. */
const perSecond = `
  const start = process.cpuUsage();
  await setTimeout(3000);
  const { user, system } = process.cpuUsage(start);
  console.log(((user + system) * 1000) / 3);
`;

/** What the watchdog of the loop costs while nothing is blocked: goal 1 % of a core. */
export const watchdogTime: Comparison = {
  title: "processor time a second of an idle program",
  operations: 1,
  rounds: 5,
  unit: "ms",
  contenders: [idling("alone", "", perSecond), idling("watched", "watchLoop()", perSecond)],
  goals: [{ ours: "watched", atMost: 10 }],
};

/** And its memory: goal 12 MB. */
export const watchdogMemory: Comparison = {
  title: "memory of the watchdog",
  operations: 1,
  rounds: 5,
  unit: "bytes",
  contenders: [idling("watched", "watchLoop()", "console.log(rss() - before)")],
  goals: [{ ours: "watched", atMost: 12e6 }],
};
