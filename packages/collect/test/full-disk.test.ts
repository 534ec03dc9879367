import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { exportCollection, readStatus, records } from "@baedal/collect";
import { expect, test } from "vitest";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

const child = fileURLToPath(new URL("./collecting-child.ts", import.meta.url));

/** Collects in a process that may write files up to `blocks` of 512 or 1024 bytes; returns what it wrote to stderr. */
async function collectWithin(
  blocks: number | "unlimited",
  directory: string,
  list: string,
): Promise<{ code: number; stderr: string }> {
  const limited = `ulimit -f ${blocks}; exec "$0" "$@"`;
  const running = spawn("sh", ["-c", limited, process.execPath, child, directory, list], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  running.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = (await once(running, "close")) as [number];
  return { code, stderr };
}

test.skipIf(process.platform === "win32")(
  "a file that may not grow stops the run with an error, and the store goes on from there",
  async () => {
    using temporary = new Temporary();
    await using site = await Site.open((_request, response, path) => response.end(path.repeat(2000)));
    const urls = Array.from({ length: 400 }, (_, index) => site.url(`/${index}`));
    const list = temporary.path("urls.txt");
    writeFileSync(list, urls.join("\n"));
    const directory = temporary.path("out");
    const stopped = await collectWithin(1000, directory, list);
    expect(stopped.code).toBe(5);
    expect(stopped.stderr).toContain(`Cannot write to the store in ${directory}`);
    const { done, queued } = readStatus(directory);
    expect(done).toBeGreaterThan(0);
    expect(queued).toBeGreaterThan(0);
    const fetchedBefore = new Set([...records(directory, { body: true })].map(({ url }) => url));
    expect(fetchedBefore.size).toBe(done);
    site.asked.splice(0);
    expect((await collectWithin("unlimited", directory, list)).code).toBe(0);
    for (const path of site.asked) expect(fetchedBefore.has(site.url(path))).toBe(false);
    await exportCollection(directory, { format: "jsonl", output: temporary.path("pages.jsonl"), body: true });
    expect([...records(directory)].map(({ url }) => url)).toEqual(urls);
  },
);
