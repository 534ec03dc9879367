import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Comparison, type Contender, median } from "../compare.ts";
import { measureProgram, type ProgramUsage, python } from "./measure-program.ts";

const pages = 3000;
const here = import.meta.dirname;

interface Program {
  readonly name: string;
  readonly file: string;
  readonly args: (start: string) => readonly string[];
}

const command = ["--follow", "--no-robots", "--quiet", "-o", "out"];
const programs: readonly Program[] = [
  {
    name: "baedal collect --follow",
    file: join(here, "../../packages/cli/bin/baedal.js"),
    args: (start) => ["collect", start, ...command],
  },
  {
    name: "undici + htmlparser2, no store",
    file: join(here, "bare-loop.ts"),
    args: (start) => [start, String(pages)],
  },
  { name: "Crawlee, Cheerio", file: join(here, "crawlee.ts"), args: (start) => [start, String(pages)] },
];

/** Scrapy keeps its queue on disk here as well (`JOBDIR`); it comes with Python, and not with these benchmarks. */
const scrapy: Program = {
  name: "Scrapy",
  file: join(here, "scrapy_crawl.py"),
  args: (start) => [start, String(pages)],
};

function hasScrapy(): boolean {
  return spawnSync(python, ["-c", "import scrapy"]).status === 0;
}

/** A whole crawl of a site of 3,000 pages, 23 kB and 50 links each, 8 requests at once, start of the process included. */
export async function crawlComparison(): Promise<Comparison & AsyncDisposable> {
  const server = fork(join(here, "site-server.ts"), [String(pages)], { execArgv: [] });
  const [port] = (await once(server, "message")) as [number];
  const usages = new Map<string, ProgramUsage[]>();
  const compared = hasScrapy() ? [...programs, scrapy] : programs;
  const start = `http://127.0.0.1:${port}/page/0.html`;
  return {
    title: "Crawl of pages of 23 kB with 50 links, the whole program",
    operations: pages,
    rounds: 3,
    unit: "µs",
    contenders: compared.map((program) => contenderOf(program, start, usages)),
    goals: [
      { ours: "baedal collect --follow", peer: "undici + htmlparser2, no store", atMost: 1.25 },
      { ours: "baedal collect --follow", peer: "Crawlee, Cheerio", atMost: 0.125 },
      ...(compared.includes(scrapy) ? [{ ours: "baedal collect --follow", peer: scrapy.name, atMost: 0.1 }] : []),
    ],
    async [Symbol.asyncDispose]() {
      printUsages(usages);
      server.disconnect();
      await once(server, "exit");
    },
  };
}

function contenderOf({ name, file, args }: Program, start: string, usages: Map<string, ProgramUsage[]>): Contender {
  const own: ProgramUsage[] = [];
  usages.set(name, own);
  return {
    name,
    async work() {
      const usage = await measureProgram(file, args(start));
      own.push(usage);
      return usage.wallMs * 1e6;
    },
  };
}

function printUsages(usages: ReadonlyMap<string, readonly ProgramUsage[]>): void {
  for (const [name, all] of usages) {
    const rate = (pages / median(all.map(({ wallMs }) => wallMs))) * 1000;
    const cpu = median(all.map(({ cpuMs }) => cpuMs)) / pages;
    const peak = Math.max(...all.map(({ peakMegabytes }) => peakMegabytes));
    console.log(
      `  ${name.padEnd(34)} ${rate.toFixed(0)} pages/s, ${cpu.toFixed(2)} ms CPU a page, at most ${peak.toFixed(0)} MB`,
    );
  }
}
