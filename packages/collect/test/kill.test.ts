import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type CollectionRecord, exportCollection, NoStoreError, readStatus, records } from "@baedal/collect";
import { expect, test } from "vitest";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

const child = fileURLToPath(new URL("./collecting-child.ts", import.meta.url));
const rounds = Number(process.env["BAEDAL_KILL_ROUNDS"] ?? 6);
const seed = Number(process.env["BAEDAL_KILL_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

/** Numbers in [0, 1) that the seed decides (mulberry32). */
function randomFrom(first: number): () => number {
  let state = first;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function start(
  directory: string,
  list: string,
  mode = "list",
): { process: ChildProcess; reported: () => string[]; ended: Promise<unknown> } {
  const collecting = spawn(process.execPath, [child, directory, list, mode], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  collecting.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  // A page that was cut in the middle of its line was not reported.
  const reported = (): string[] =>
    output
      .slice(0, output.lastIndexOf("\n") + 1)
      .split("\n")
      .filter(Boolean);
  return { process: collecting, reported, ended: once(collecting, "close") };
}

async function firstOutput({ stdout }: ChildProcess): Promise<void> {
  if (stdout !== null) await once(stdout, "data");
}

/** The records there are; none while the store was not made yet. */
function storedIn(directory: string): CollectionRecord[] {
  try {
    return [...records(directory, { body: true })];
  } catch (error) {
    if (error instanceof NoStoreError) return [];
    throw error;
  }
}

const body = (path: string): string => path.repeat(1 + (path.length % 7) * 200);

test(
  `nothing is lost, doubled or torn by kill -9 (seed ${seed}, ${rounds} rounds)`,
  { timeout: rounds * 20_000 },
  async () => {
    const random = randomFrom(seed);
    using temporary = new Temporary();
    await using site = await Site.open((_request, response, path) => {
      setTimeout(() => response.end(body(path)), random() * 10);
    });
    const paths = Array.from({ length: 800 }, (_, index) => `/page/${index}`);
    const urls = paths.map((path) => site.url(path));
    const list = temporary.path("urls.txt");
    writeFileSync(list, urls.join("\n"));
    const directory = temporary.path("out");
    const committed = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      const running = start(directory, list);
      // Every third round dies while the store is made or opened, the others while pages come in.
      if (round % 3 !== 0) await Promise.race([firstOutput(running.process), running.ended]);
      await new Promise((resolve) => setTimeout(resolve, random() * (round % 3 === 0 ? 400 : 60)));
      running.process.kill("SIGKILL");
      await running.ended;
      // Whatever was reported was on disk: it is there now, and is not asked for again.
      const stored = new Map([...storedIn(directory)].map((record) => [record.url, record.body]));
      for (const url of running.reported()) {
        expect(stored.has(url)).toBe(true);
        expect(committed.has(url)).toBe(false);
      }
      for (const [url, base64] of stored) {
        expect(Buffer.from(base64 ?? "", "base64").toString()).toBe(body(new URL(url).pathname));
        committed.add(url);
      }
      site.asked.splice(0);
    }
    const last = start(directory, list);
    await last.ended;
    for (const path of site.asked) expect(committed.has(site.url(path))).toBe(false);
    expect(readStatus(directory)).toMatchObject({ queued: 0, done: urls.length, failed: 0, owner: undefined });
    const output = temporary.path("pages.jsonl");
    await exportCollection(directory, { format: "jsonl", output });
    const all = [...records(directory, { body: true })];
    expect(all.map(({ url }) => url)).toEqual(urls);
    expect(all.map(({ sha256 }) => sha256)).toEqual(
      paths.map((path) => createHash("sha256").update(body(path)).digest("hex")),
    );
  },
);

const followRounds = Math.ceil(rounds / 2);

test(
  `a crawl is complete after kill -9 (seed ${seed}, ${followRounds} rounds)`,
  { timeout: rounds * 20_000 },
  async () => {
    const random = randomFrom(seed + 1);
    const count = 600;
    using temporary = new Temporary();
    // A tree with cross links: page n leads to 3n+1, 3n+2, 3n+3 and back.
    await using site = await Site.open((_request, response, path) => {
      const index = Number(path.slice(1));
      const targets = [3 * index + 1, 3 * index + 2, 3 * index + 3, Math.floor(index / 2)].filter(
        (target) => target < count,
      );
      const links = targets.map((target) => `<a href="/${target}">${target}</a>`).join("");
      if (path === "/robots.txt") response.writeHead(404).end();
      else setTimeout(() => response.writeHead(200, { "content-type": "text/html" }).end(links), random() * 10);
    });
    const list = temporary.path("urls.txt");
    writeFileSync(list, site.url("/0"));
    const directory = temporary.path("out");
    const committed = new Set<string>();
    for (let round = 0; round < followRounds; round += 1) {
      const running = start(directory, list, "follow");
      await Promise.race([firstOutput(running.process), running.ended]);
      await new Promise((resolve) => setTimeout(resolve, random() * 60));
      running.process.kill("SIGKILL");
      await running.ended;
      for (const url of running.reported()) expect(committed.has(url)).toBe(false);
      for (const { url } of storedIn(directory)) committed.add(url);
    }
    site.asked.splice(0);
    await start(directory, list, "follow").ended;
    for (const path of site.asked) expect(committed.has(site.url(path))).toBe(false);
    expect(readStatus(directory)).toMatchObject({ queued: 0, done: count, failed: 0 });
    const found = [...records(directory)].map(({ url }) => url);
    expect(new Set(found).size).toBe(count);
  },
);
