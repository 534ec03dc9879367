import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Running, start } from "./baedal-process.ts";
import { launchBrowser, openPage } from "./browser.ts";

const kitchen = fileURLToPath(new URL("./programs/kitchen.ts", import.meta.url));

/** A browser and a program that start on a busy machine take their time. */
const patiently = { timeout: 60_000 };

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);

afterAll(() => browser.close());

/** A real program and its page in a real browser. */
interface Watched extends AsyncDisposable {
  readonly program: Running;
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly order: (what: string) => void;
}

async function watchKitchen(): Promise<Watched> {
  const program = start(["run", "--inspect", kitchen], { keepsInput: true });
  const address = (await program.says(/http:\S+/)).trim();
  await program.says(/open\n/);
  const opened = await openPage(browser, address, { home: new URL("/", address).href });
  await opened.page.locator("#live[data-state=live]").waitFor();
  return {
    program,
    page: opened.page,
    complaints: opened.complaints,
    order: (what) => void program.child.stdin.write(`${what}\n`),
    async [Symbol.asyncDispose]() {
      program.child.kill("SIGKILL");
      await opened[Symbol.asyncDispose]();
    },
  };
}

const names = (page: Page): Promise<string[]> => page.locator("#waterfall .name").allTextContents();
const dishes = async (page: Page): Promise<number> => (await names(page)).filter((name) => name === "dish").length;

describe("The live page of a real program, in a browser,", { timeout: 120_000 }, () => {
  it("shows its tasks, and those that it makes from then on", async () => {
    await using watched = await watchKitchen();
    const { page, order } = watched;
    await expect.poll(() => names(page), patiently).toEqual(["kitchen", "cook"]);
    expect(await page.locator("#headline h1").innerText()).toContain("kitchen.ts");
    order("cook");
    await expect.poll(() => names(page), patiently).toEqual(["kitchen", "cook", "dish"]);
    expect(watched.complaints).toEqual([]);
  });

  it("stands still while it is paused, and has all that happened meanwhile when it goes on", async () => {
    await using watched = await watchKitchen();
    const { page, order, program } = watched;
    await page.getByRole("button", { name: "Pause" }).click();
    await page.locator("#live[data-state=paused]").waitFor();
    order("cook");
    await program.says(/cooked\n/);
    // A viewer that comes later is shown the dish, so the page was told of it too.
    await using second = await openPage(browser, page.url(), { home: new URL("/", page.url()).href });
    await expect.poll(() => dishes(second.page), patiently).toBe(1);
    expect(await dishes(page)).toBe(0);
    await page.getByRole("button", { name: "Pause" }).click();
    await expect.poll(() => dishes(page), patiently).toBe(1);
    expect(watched.complaints).toEqual([]);
  });

  it("follows the time until one looks elsewhere, and again when asked", async () => {
    await using watched = await watchKitchen();
    const { page } = watched;
    const time = async (): Promise<string | null> => await page.locator(".axis text").last().textContent();
    const moves = async (): Promise<void> => {
      const before = await time();
      await expect.poll(time, patiently).not.toBe(before);
    };
    await moves();
    await page.locator("#pane").focus();
    for (const key of ["0", "+", "+", "ArrowLeft"]) await page.keyboard.press(key);
    const follow = page.getByRole("button", { name: "Follow" });
    expect(await follow.getAttribute("aria-pressed")).toBe("false");
    await follow.click();
    expect(await follow.getAttribute("aria-pressed")).toBe("true");
    await moves();
    expect(watched.complaints).toEqual([]);
  });

  it("cancels a task in the program once that is confirmed, and shows that it was", async () => {
    await using watched = await watchKitchen();
    const { page, program } = watched;
    await page.locator("#waterfall .name", { hasText: "cook" }).click();
    await page.getByRole("button", { name: "Cancel this task" }).click();
    await page.getByRole("button", { name: "Yes, cancel it" }).click();
    expect(await program.says(/the cook has gone/)).toBe("the cook has gone");
    const cook = page.locator("#waterfall tr", { hasText: "cook" });
    await cook.locator("td.status", { hasText: "cancelled" }).waitFor();
    expect(await page.locator("#detail").innerText()).toContain("by code outside tasks: asked on the live page");
    expect(watched.complaints).toEqual([]);
  });

  it("says that the program has ended, with its exit code, and keeps the last picture", async () => {
    await using watched = await watchKitchen();
    const { page, order, program } = watched;
    await expect.poll(() => names(page), patiently).toEqual(["kitchen", "cook"]);
    order("exit");
    await page.getByText("The program has ended (exit code 5). This is its last picture.").waitFor();
    expect((await program.ended).code).toBe(5);
    expect(await names(page)).toEqual(["kitchen", "cook"]);
    expect(watched.complaints).toEqual([]);
  });
});
