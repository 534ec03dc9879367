import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { demoRequests, demoSites } from "../dist/demo/sites.js";
import { outcome } from "../dist/demo/story.js";
import { baedal, start } from "./baedal-process.ts";

let cwd: string;
beforeEach(async () => (cwd = await mkdtemp(join(tmpdir(), "baedal-demo-"))));
afterEach(() => rm(cwd, { recursive: true, force: true }));

const quick = ["demo", "--time-scale", "0.1"];

/** Milliseconds that the outcome shows beside a label. */
function timeOf(label: string, stdout: string): number {
  return Number(new RegExp(`${label}.* (\\d+\\.\\d+) s`).exec(stdout)?.[1]) * 1000;
}

describe("the demo's sites", () => {
  it("are three with ten different pages each, 12 seconds one after another and 2 at best", () => {
    const requests = demoRequests();
    expect(demoSites.map(({ pages }) => new Set(pages.map(({ path }) => path)).size)).toEqual([10, 10, 10]);
    expect(requests).toHaveLength(30);
    expect(requests.reduce((sum, { latency }) => sum + latency, 0)).toBe(12_000);
    expect(Math.max(...requests.map(({ latency }) => latency))).toBe(2000);
  });

  it("count a redirect's two answers as one request", () => {
    const redirected = demoRequests().filter((request) => request.redirected);
    expect(redirected.map(({ path, latency }) => [path, latency])).toEqual([
      ["/", 260],
      ["/explore", 2000],
      ["/mail", 330],
    ]);
  });
});

describe("the demo's outcome", () => {
  it.each([40, 80, 200])("fits %d columns, the addresses apart", (columns) => {
    const lines = outcome(
      { sequential: 12_100, concurrent: 2060, directory: "d", report: "file:///r" },
      { columns, paint: (_style, text) => text, scale: 1 },
    );
    const figures = lines.slice(
      0,
      lines.findIndex((line) => line.includes("The picture")),
    );
    expect(figures.filter((line) => line.length > columns)).toEqual([]);
    expect(lines.join("\n")).toContain("5.9 times as fast\n  3 % above the ideal:");
  });
});

describe("baedal demo", () => {
  it("collects the same pages in both ways, tells both times and the ideal, and leaves store and report", async () => {
    const { code, stdout } = await baedal(quick, { cwd });
    expect(code).toBe(0);
    const [sequential = 0, concurrent = 0, ideal] = ["one after another", "concurrently", "ideal"].map((label) =>
      timeOf(label, stdout),
    );
    expect(ideal).toBe(200);
    expect(concurrent).toBeGreaterThanOrEqual(200);
    expect(sequential).toBeGreaterThanOrEqual(1200);
    const ratio = Number(/([\d.]+) times as fast/.exec(stdout)?.[1]);
    expect(ratio).toBeCloseTo(sequential / concurrent, 0);
    expect(stdout).toContain("baedal-demo/report.html");
    const exported = await baedal(["export", "baedal-demo"], { cwd });
    const records = exported.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(new Set(records.map(({ url }) => url)).size).toBe(30);
    expect(records.filter(({ status, bytes }) => status !== 200 || bytes < 1000)).toEqual([]);
    expect(readFileSync(join(cwd, "baedal-demo", "report.html"), "utf8")).toMatch(/^<!doctype html>/i);
  });

  it("can be run again, and replaces what it left", async () => {
    await baedal(quick, { cwd });
    const { code } = await baedal(quick, { cwd });
    expect(code).toBe(0);
    expect(readdirSync(cwd)).toEqual(["baedal-demo"]);
    expect((await baedal(["export", "baedal-demo"], { cwd })).stdout.trimEnd().split("\n")).toHaveLength(30);
  });

  it("leaves a directory alone that it did not make", async () => {
    mkdirSync(join(cwd, "baedal-demo"));
    writeFileSync(join(cwd, "baedal-demo", "thesis.txt"), "mine");
    const { code, stderr } = await baedal(quick, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^baedal: Cannot put the demo into baedal-demo: something else lies there/);
    expect(readdirSync(join(cwd, "baedal-demo"))).toEqual(["thesis.txt"]);
  });

  it.each([
    ["first half", /1\. One after another/, "1"],
    ["second half", /2\. Concurrently/, "0.3"],
  ])("stops at Ctrl-C in its %s, leaves nothing behind and nothing running", async (_half, moment, scale) => {
    const running = start(["demo", "--time-scale", scale], { cwd });
    await running.says(moment);
    const children = await childrenOf(running.child.pid);
    running.child.kill("SIGINT");
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("Stopped; nothing is left running");
    expect(readdirSync(cwd)).toEqual([]);
    expect(children.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
  });
});

/** On Linux; elsewhere nothing is found, and only the rest is checked. */
async function childrenOf(pid: number | undefined): Promise<string[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, "utf8").catch(() => "")),
  );
  return lists
    .join(" ")
    .split(/\s+/)
    .filter((child) => child !== "");
}
