import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { start } from "./baedal-process.ts";
import { launchBrowser, openPage } from "./browser.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);

afterAll(() => browser.close());

/** Whether a program that is recorded there has been seen to do anything. */
function hasBegun(cwd: string): boolean {
  const files = readdirSync(cwd, { recursive: true, withFileTypes: true });
  return files.some(({ name, parentPath }) => name.endsWith(".events") && statSync(join(parentPath, name)).size > 0);
}

/** What the report of one of the article's programs says of its tasks, as `name: verdict`. */
async function verdictsOf(program: string, input: string): Promise<string[]> {
  const cwd = temporaryDirectory();
  const script = fileURLToPath(new URL(`../../../examples/${program}`, import.meta.url));
  const { child, ended } = start(["run", script, "--busy", "--trace", "out.html"], { cwd, keepsInput: true });
  // Somebody thinks about the number for a moment, once the program waits for it.
  await vi.waitUntil(() => hasBegun(cwd) || child.exitCode !== null, { timeout: 60_000 });
  const typing = setTimeout(() => child.stdin.end(input), 1500);
  expect((await ended).code).toBe(0);
  clearTimeout(typing);
  await using opened = await openPage(browser, pathToFileURL(join(cwd, "out.html")).href);
  const { page } = opened;
  const verdicts: string[] = [];
  for (const name of await page.locator("#waterfall .name").all()) {
    await name.click();
    const said = await page.locator("#detail li", { hasText: "verdict" }).locator("b").innerText();
    verdicts.push(`${await name.innerText()}: ${said}`);
  }
  expect(opened.complaints).toEqual([]);
  return verdicts;
}

describe("The report of a program that was recorded with --busy", () => {
  it("calls the article's I/O-bound program I/O-bound", async () => {
    expect(await verdictsOf("io-bound.ts", "15\n")).toEqual(["ioBound: I/O-bound"]);
  }, 120_000);

  it("calls the article's CPU-bound program CPU-bound, but not the ticker beside it", async () => {
    expect(await verdictsOf("cpu-bound.ts", "")).toEqual(["main: CPU-bound", "ticker: I/O-bound"]);
  }, 300_000);
});
