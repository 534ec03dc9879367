import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderCollectionReport, type CollectionReport } from "@baedal/inspect";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./launch-browser.ts";
import { openPage, violationsOf, type OpenPage } from "./open-page.ts";
import { simulateCollection } from "./simulate-collection.ts";
import { row, timings } from "./timings.ts";

/** Of the page; the tests themselves run without a DOM. */
declare const getComputedStyle: (element: unknown, pseudo: string) => { readonly content: string };

let browser: Browser;
let folder: string;

beforeAll(async () => {
  [browser, folder] = await Promise.all([launchBrowser(), mkdtemp(join(tmpdir(), "baedal-report-"))]);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

async function open(report: CollectionReport, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const file = join(folder, `${crypto.randomUUID()}.html`);
  await writeFile(file, renderCollectionReport(report));
  return openPage(browser, pathToFileURL(file).href, options);
}

function sample(): CollectionReport {
  return simulateCollection({ requests: 60, hosts: 3, perHost: 4, failing: 0.15, seed: 4 });
}

/** The URLs of the shown lines, from top to bottom. */
async function shownUrls(page: Page): Promise<string[]> {
  return page.locator("#waterfall tbody tr:visible .path").allTextContents();
}

async function column(page: Page, name: string): Promise<number[]> {
  const texts = await page.locator(`#waterfall tbody tr:visible .${name}`).allTextContents();
  return texts.map((text) => Number(text.replace(/[^\d.]/gu, "")));
}

describe("the report page", () => {
  it("opens from its file without a complaint and without loading anything", async () => {
    await using report = await open(sample());
    expect(await report.page.title()).toBe("Simulated collection · Baedal report");
    expect(await report.page.locator("#search").isVisible()).toBe(true);
    expect(report.complaints).toEqual([]);
  });

  it("shows figures, tables and bars without JavaScript, and no control that would do nothing", async () => {
    await using report = await open(sample(), { javaScriptEnabled: false });
    const { page } = report;
    expect(await page.locator(".figures dd").first().innerText()).toMatch(/^60/u);
    expect(await page.locator("#waterfall tbody tr").count()).toBe(60);
    expect(await page.locator("#waterfall .bar .firstByte").first().boundingBox()).toMatchObject({ height: 12 });
    expect(await page.locator("button:visible, #search:visible, select:visible").count()).toBe(0);
    await page.locator("#numbers").check();
    expect(await page.locator("#waterfall tbody .phase").first().isVisible()).toBe(true);
    expect(await page.locator("#waterfall tbody .wf").first().isVisible()).toBe(false);
  });

  it("stays one document when the input tries to break out, and runs none of it", async () => {
    const evil = `</script><script>document.title="broken"</script><img src=x onerror="document.title='broken'">`;
    const url = `javascript:document.title="broken"`;
    const rows = [row({ url, finalUrl: null, error: { code: evil, message: evil }, host: evil })];
    await using report = await open({ ...sample(), title: evil, rows });
    await report.page.locator("#waterfall tbody tr").click();
    expect(await report.page.locator("#detail").innerText()).toContain(evil);
    expect(await report.page.locator("#detail a").count()).toBe(0);
    expect(await report.page.title()).toContain("</script><script>");
    expect(report.complaints).toEqual([]);
  });

  it("sorts by a column, both ways, and says so to assistive technology", async () => {
    await using report = await open(sample());
    const { page } = report;
    const head = page.locator("#waterfall thead .time");
    await head.getByRole("button").click();
    expect(await head.getAttribute("aria-sort")).toBe("descending");
    const falling = await column(page, "time");
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    await head.getByRole("button").click();
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    expect(await column(page, "time")).toEqual(falling.toReversed());
  });

  it("searches for all words in URL, status and error", async () => {
    await using report = await open(sample());
    const { page } = report;
    const total = (await shownUrls(page)).length;
    await page.locator("#search").fill("Menu api-b.");
    const found = await shownUrls(page);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(total);
    expect(found.every((url) => url.includes("/menu/"))).toBe(true);
    expect(await page.locator("#matches").innerText()).toBe(`${found.length} of ${total} shown`);
    await page.locator("#search").fill("no such thing");
    expect(await page.getByText("No request matches").isVisible()).toBe(true);
    await page.locator("#search").press("Escape");
    expect(await shownUrls(page)).toHaveLength(total);
  });

  it("filters by outcome and host, and from the tables of hosts and failures", async () => {
    await using report = await open(sample());
    const { page } = report;
    await page.locator("#outcome").selectOption("failed");
    const failed = await page.locator("#waterfall tbody tr:visible").count();
    expect(failed).toBe(await page.locator("#waterfall tbody tr.failed").count());
    await page.locator("#outcome").selectOption("");
    await page.getByRole("button", { name: "api-b.example.com:443" }).click();
    expect(await page.locator("#host").inputValue()).toBe("api-b.example.com:443");
    expect(await page.locator("#waterfall tbody tr:visible").count()).toBe(20);
    await page.locator("#host").selectOption("");
    await page.getByRole("button", { name: "ERR_BAEDAL_CONNECT" }).click();
    expect(await page.locator("#waterfall tbody tr:visible:not(.failed)").count()).toBe(0);
  });

  it("is used with the keyboard alone: search, choose, zoom, leave", async () => {
    await using report = await open(sample());
    const { page } = report;
    await page.keyboard.press("/");
    expect(await page.locator("#search").evaluate((field) => field.matches(":focus"))).toBe(true);
    await page.locator("#pane").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const chosen = page.locator("#waterfall tbody tr[aria-current]");
    expect(await chosen.locator(".path").textContent()).toBe((await shownUrls(page))[1]);
    expect(await page.locator("#detail h3").textContent()).toContain(await chosen.locator(".path").textContent());
    await page.keyboard.press("+");
    const wide = await page
      .locator("#waterfall .bar")
      .first()
      .evaluate((bar) => bar.getBoundingClientRect().width);
    await page.keyboard.press("0");
    const fit = await page
      .locator("#waterfall .bar")
      .first()
      .evaluate((bar) => bar.getBoundingClientRect().width);
    expect(wide / fit).toBeCloseTo(1.5, 1);
    await page.keyboard.press("Escape");
    expect(await page.locator("#detail").isVisible()).toBe(false);
  });

  it("zooms to what is dragged over and leaves the requests that were in flight then", async () => {
    await using report = await open(sample());
    const { page } = report;
    await page.locator("#map").scrollIntoViewIfNeeded();
    const map = await page.locator("#map").boundingBox();
    if (map === null) throw new Error("The overview is not shown");
    await page.mouse.move(map.x + map.width * 0.25, map.y + 5);
    await page.mouse.down();
    await page.mouse.move(map.x + map.width * 0.5, map.y + 5, { steps: 3 });
    await page.mouse.up();
    const axisMs = Number(await page.locator("#waterfall").getAttribute("data-axis-ms"));
    const starts = await column(page, "start");
    const queued = await column(page, "phase:nth-child(8)");
    const times = await column(page, "time");
    expect(starts.length).toBeGreaterThan(0);
    expect(starts.length).toBeLessThan(60);
    starts.forEach((start, index) => {
      const begin = start + (queued[index] ?? 0);
      expect(begin).toBeLessThanOrEqual(axisMs * 0.5 + 2);
      expect(begin + (times[index] ?? 0)).toBeGreaterThanOrEqual(axisMs * 0.25 - 2);
    });
    await page.locator("#zoom-fit").click();
    expect(await column(page, "start")).toHaveLength(60);
  });

  it.each(["light", "dark"] as const)("has no accessibility violation in %s", async (colorScheme) => {
    await using report = await open(sample(), { colorScheme });
    const { page } = report;
    await page.locator("#pane").focus();
    await page.keyboard.press("ArrowDown");
    expect(await violationsOf(page)).toEqual([]);
  });

  it("has a table that tells what the picture shows", async () => {
    const one = row({ timings: timings({ queued: 12, connect: 25, sent: 26, firstByte: 426, done: 1426 }) });
    await using report = await open({ ...sample(), rows: [one] });
    const { page } = report;
    await page.locator("#numbers").check();
    const heads = await page.locator("#waterfall thead th:visible").allTextContents();
    const cells = await page.locator("#waterfall tbody td:visible, #waterfall tbody th:visible").allTextContents();
    expect(heads.map((head, index) => `${head}: ${cells[index]?.trim()}`).slice(7)).toEqual([
      "Queued: 12",
      "DNS: –",
      "Connect: 13",
      "TLS: –",
      "Sending: 1.0",
      "Waiting: 400",
      "Receiving: 1,000",
    ]);
    expect(await page.locator("#waterfall thead th:not([scope=col])").count()).toBe(0);
    expect(await page.locator("#waterfall caption").count()).toBe(1);
  });

  it.each([1400, 760, 400])("does not scroll sideways at a width of %i", async (width) => {
    await using report = await open(
      { ...sample(), rows: [row({ url: `http://a.test/${"long/".repeat(300)}` })] },
      { viewport: { width, height: 800 } },
    );
    const overflow = await report.page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it("shows in a narrow window what tells requests apart", async () => {
    const urls = ["/news", "/sports", "/weather"].map((path) => `http://127.0.0.1:40579${path}`);
    const rows = [...urls.map((url) => row({ url, finalUrl: url })), row({ url: "http://one.test/", finalUrl: null })];
    await using report = await open({ ...sample(), rows }, { viewport: { width: 375, height: 800 } });
    const paths = report.page.locator("#waterfall tbody .path");
    const cut = await paths.evaluateAll((all) => all.filter((path) => path.scrollWidth > path.clientWidth).length);
    expect(cut).toBe(0);
    expect(await report.page.locator("#waterfall .scheme:visible").count()).toBe(0);
    const host = await report.page.locator("#waterfall tbody tr").last().locator(".authority").boundingBox();
    expect(host?.width).toBeGreaterThan(40);
  });

  it("lets no message of a failed request show through the head of its table", async () => {
    const many = simulateCollection({ requests: 200, hosts: 3, perHost: 4, failing: 0.3, seed: 4 });
    await using report = await open(many, { viewport: { width: 1400, height: 500 } });
    const covers = await report.page.evaluate(`(() => {
      const message = [...document.querySelectorAll("#waterfall .message")].at(5);
      scrollBy(0, message.getBoundingClientRect().top - 30);
      const { left, top, height } = message.getBoundingClientRect();
      return document.elementFromPoint(left + 5, top + height / 2).closest("thead") !== null;
    })()`);
    expect(covers).toBe(true);
  });

  it("cuts no figure of hosts and failures off in a narrow window", async () => {
    await using report = await open(sample(), { viewport: { width: 375, height: 800 } });
    const { page } = report;
    const edges = await page
      .locator(":is(.hosts, .failures) tbody :is(th, td)")
      .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().right));
    expect(edges.length).toBeGreaterThan(30);
    expect(Math.max(...edges)).toBeLessThanOrEqual(375);
    const label = await page
      .locator(".hosts tbody td")
      .first()
      .evaluate((cell) => getComputedStyle(cell, "::before").content);
    expect(label).toBe('"Requests"');
    expect(await violationsOf(page)).toEqual([]);
  });

  it("finds a request by its URL as it reads and as it came, and opens what came", async () => {
    const url = "http://a.test/%EB%B0%B0%EB%8B%AC";
    const rows = [row({ url, finalUrl: url }), row({ url: "http://a.test/x", finalUrl: null })];
    await using report = await open({ ...sample(), rows });
    const { page } = report;
    for (const text of ["배달", "%EB%B0%B0"]) {
      await page.locator("#search").fill(text);
      expect(await shownUrls(page)).toEqual(["/배달"]);
    }
    await page.locator("#waterfall tbody tr:visible").click();
    expect(await page.locator("#detail h3 a").getAttribute("href")).toBe(url);
  });

  it("prints whole URLs and all lines", async () => {
    const url = `http://a.test/${"long/".repeat(60)}`;
    await using report = await open({ ...sample(), rows: [row({ url })] });
    await report.page.emulateMedia({ media: "print" });
    const line = await report.page.locator("#waterfall .line").boundingBox();
    expect(line?.height).toBeGreaterThan(25);
    expect(await report.page.locator("#tools").isVisible()).toBe(false);
  });
});
