import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { renderTraceReport, type TraceData } from "@baedal/inspect";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./launch-browser.ts";
import { openPage, violationsOf, type OpenPage } from "./open-page.ts";
import { at } from "./trace-events.ts";
import { recording, requests, rounds, shop, trouble } from "./trace-stories.ts";

let browser: Browser;
let folder: string;

beforeAll(async () => {
  [browser, folder] = await Promise.all([launchBrowser(), mkdtemp(join(tmpdir(), "baedal-trace-"))]);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

async function open(data: TraceData, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const file = join(folder, `${crypto.randomUUID()}.html`);
  await writeFile(file, renderTraceReport(data));
  const opened = await openPage(browser, pathToFileURL(file).href, options);
  if (options.javaScriptEnabled !== false && data.events.length > 0) await lines(opened.page).first().waitFor();
  return opened;
}

function lines(page: Page): Locator {
  return page.locator("#waterfall tbody tr[data-index]");
}

function names(page: Page): Promise<string[]> {
  return page.locator("#waterfall tbody .name").allTextContents();
}

/** Waits until the names of the lines are these. */
async function expectNames(page: Page, expected: readonly string[]): Promise<void> {
  await expect.poll(() => names(page)).toEqual(expected);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Waits until it is shown: lines that are drawn anew meanwhile have no place. */
async function boxOf(locator: Locator): Promise<Box> {
  let box: Box | null = null;
  while (box === null) box = await locator.boundingBox();
  return box;
}

describe("the page of a recording", () => {
  it("opens from its file without a complaint and without loading anything", async () => {
    await using opened = await open(shop());
    const { page } = opened;
    expect(await page.title()).toBe("shop.ts · Baedal trace");
    expect(await names(page)).toEqual(["main", "courier Kim", "courier Lee", "cook"]);
    expect(await page.locator("#headline .verdict").innerText()).toBe(
      "4 tasks in 645 ms, at most 4 % of it computing. 1 failed.",
    );
    expect(opened.complaints).toEqual([]);
  });

  it("says without JavaScript all that it says in words, and shows no control that would do nothing", async () => {
    await using opened = await open(trouble(), { javaScriptEnabled: false });
    const { page } = opened;
    expect(await page.locator(".findings li").allInnerTexts()).toEqual([
      expect.stringContaining("blocked-loop"),
      expect.stringContaining("swallowed-cancellation"),
    ]);
    expect(await page.getByText("needs JavaScript").isVisible()).toBe(true);
    expect(await page.locator("button:visible, #search:visible, select:visible, #waterfall:visible").count()).toBe(0);
  });

  it("puts what hurts first when asked, by mouse and by keyboard, and goes back", async () => {
    await using opened = await open(shop());
    const { page } = opened;
    const [made, hurts] = [
      ["main", "courier Kim", "courier Lee", "cook"],
      ["main", "courier Lee", "courier Kim", "cook"],
    ];
    await page.getByLabel("Order").selectOption("What hurts first");
    await expectNames(page, hurts);
    await page.getByLabel("Order").focus();
    await page.keyboard.press("ArrowUp");
    await expectNames(page, made);
    await page.locator("#waterfall .name", { hasText: "courier Lee" }).click();
    await page.locator("#pane").focus();
    await page.keyboard.press("s");
    await expectNames(page, hurts);
    expect(await page.getByLabel("Order").inputValue()).toBe("hurts");
    expect(await page.locator("#waterfall tr[aria-current] .name").innerText()).toBe("courier Lee");
    expect(opened.complaints).toEqual([]);
  });

  it("prints all lines, not only those in sight, up to a bound that it tells of", async () => {
    const printed = async (count: number): Promise<string[]> => {
      await using opened = await open(requests(count));
      const { page } = opened;
      await page.locator("#waterfall .fold").nth(1).click(); // what is many is folded
      await expect.poll(() => page.locator("#waterfall").getAttribute("aria-rowcount")).toBe(String(count + 3));
      const onScreen = await lines(page).count();
      expect(onScreen).toBeLessThan(100);
      await page.emulateMedia({ media: "print" });
      await expect.poll(() => lines(page).count(), { timeout: 40_000 }).toBeGreaterThan(onScreen);
      const rows = await page.locator("#waterfall tbody tr:visible").allInnerTexts();
      await page.emulateMedia({ media: "screen" });
      await expect.poll(() => lines(page).count(), { timeout: 40_000 }).toBe(onScreen);
      expect((await page.pdf()).length).toBeGreaterThan(10_000);
      expect(opened.complaints).toEqual([]);
      return rows;
    };
    const all = await printed(200);
    expect(all).toHaveLength(202);
    expect(all.at(-1)).toContain("fetch 199");
    const many = await printed(1500);
    expect(many).toHaveLength(1001);
    expect(many.at(-1)).toBe("and 502 more lines, which are not printed");
  }, 120_000);

  it("says so when nothing was recorded", async () => {
    await using opened = await open(recording([]));
    expect(await opened.page.getByRole("heading", { name: "Nothing was recorded" }).isVisible()).toBe(true);
    expect(await opened.page.locator("#waterfall").count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });

  it("says what is missing: lost events, and an end that was not seen", async () => {
    const program = { ...shop().program, cut: true };
    await using opened = await open({ ...shop(), program, dropped: 1234 });
    const text = await opened.page.locator("#headline").innerText();
    expect(text).toContain("cut short");
    expect(text).toContain("1,234 events were lost while recording");
    expect(text).toContain("The recording stops before the program did");
  });

  it("shows the beginning of a large recording, on the axis of the whole, while the rest is read", async () => {
    const file = join(folder, "large.html");
    await writeFile(file, renderTraceReport(requests(3000)));
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(`
      globalThis.seen = [];
      new MutationObserver(() => {
        const axis = document.querySelector(".axis")?.textContent;
        const line = document.querySelector("#waterfall tr[data-index]");
        if (line !== null) seen.push([document.querySelector("#count").textContent, axis]);
      }).observe(document, { childList: true, subtree: true, characterData: true });
    `);
    await page.goto(pathToFileURL(file).href);
    await page.locator("#count", { hasText: /^3,001$/u }).waitFor();
    const seen = (await page.evaluate("seen")) as [count: string, axis: string][]; // as noted above
    const [first, last] = [seen[0], seen.at(-1)];
    expect(first?.[0]).toMatch(/^\d[\d,]* so far$/u);
    expect(last?.[0]).toBe("3,001");
    expect(first?.[1]).toBe(last?.[1]);
    await context.close();
  });

  it("says so when the recording in it is damaged", async () => {
    const file = join(folder, "damaged.html");
    const whole = renderTraceReport(shop());
    await writeFile(file, whole.replace(/(id="recording">.{200})[^<]*/u, "$1"));
    await using opened = await openPage(browser, pathToFileURL(file).href);
    await opened.page.getByText("The picture cannot be drawn").waitFor();
    expect(await opened.page.locator("#headline .verdict").innerText()).toContain("4 tasks");
  });

  it("draws what each task did, and writes what it waited for", async () => {
    await using opened = await open(shop());
    const kim = lines(opened.page).nth(1);
    expect(await kim.locator(".bar text").allTextContents()).toEqual([
      expect.stringContaining("Queue.get of"),
      expect.stringContaining("Lock.acquire of 'till'"),
    ]);
    const [queue, lock] = await Promise.all([
      boxOf(kim.locator("rect.turn").nth(0)),
      boxOf(kim.locator("rect.turn").nth(1)),
    ]);
    expect(queue.width / lock.width).toBeCloseTo(122 / 293, 1);
    expect(await lines(opened.page).nth(2).locator("text.bad").textContent()).toBe("× TypeError: no dish");
  });

  it("tells what tasks did apart by pattern and height, not by colour alone", async () => {
    await using opened = await open(trouble());
    const looks = await opened.page.locator(".meanings .swatch rect").evaluateAll((samples) =>
      samples.map((sample) => {
        const { fill } = (globalThis as unknown as StyledWindow).getComputedStyle(sample);
        return `${fill.startsWith("url") ? fill : "plain"} ${sample.getAttribute("height")}`;
      }),
    );
    const plain = looks.filter((look) => look.startsWith("plain"));
    expect(new Set(looks).size).toBe(looks.length - 2); // computing and HTTP: full and plain, dark and pale
    expect(plain).toHaveLength(4);
  });

  it("draws the phases of requests inside the bars, each request on a line of its own where one task makes several", async () => {
    await using opened = await open(requests(12));
    const first = lines(opened.page).nth(2);
    expect(await first.locator("rect").evaluateAll((all) => all.map((rect) => rect.getAttribute("class")))).toEqual(
      expect.arrayContaining(["firstByte", "done"]),
    );
    const own = recording([
      at(0).spawn(1, "main"),
      at(0).start(1),
      ...[1, 2, 3].map((id) => at(1).http(1, "request", { id, method: "GET", url: `http://a.test/${id}` })),
      at(2).wait(1, "gather of 3"),
      ...[1, 2, 3].map((id) => at(50).http(1, "end", { id, status: 200, bytes: 1 })),
    ]);
    await using several = await open(own);
    expect(await names(several.page)).toEqual([
      "main",
      "GET http://a.test/1",
      "GET http://a.test/2",
      "GET http://a.test/3",
    ]);
  });

  it("folds many siblings of one name into a line, and unfolds them", async () => {
    await using opened = await open(requests(990));
    const { page } = opened;
    expect(await names(page)).toEqual(["main", "× 990 fetch …"]);
    await page.getByRole("button", { name: "What belongs to × 990 fetch …" }).click();
    await expect.poll(() => lines(page).count()).toBeGreaterThan(10);
    // Only what is in sight is in the page.
    expect(await lines(page).count()).toBeLessThan(100);
    expect(await page.locator("#waterfall").getAttribute("aria-rowcount")).toBe("993");
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
    await page.locator("#waterfall .name", { hasText: /^fetch 989$/u }).waitFor();
  });

  it("searches names, waits, requests and errors, and keeps those that made what it finds", async () => {
    await using opened = await open(shop());
    const { page } = opened;
    await page.locator("#search").fill("lock.ACQUIRE");
    await expectNames(page, ["main", "courier Kim"]);
    expect(await page.locator("#matches").innerText()).toBe("1 of 4 match");
    await page.locator("#search").fill("no dish");
    await expectNames(page, ["main", "courier Lee"]);
    await page.locator("#search").fill("nobody");
    expect(await page.getByText("No task matches").isVisible()).toBe(true);
    await page.locator("#search").press("Escape");
    await expectNames(page, ["main", "courier Kim", "courier Lee", "cook"]);
    await page.locator("#outcome").selectOption("failed");
    await expectNames(page, ["main", "courier Lee"]);
  });

  it("is used with the keyboard alone: search, choose, fold, zoom, leave", async () => {
    await using opened = await open(shop());
    const { page } = opened;
    await page.keyboard.press("/");
    expect(await page.locator("#search").evaluate((field) => field.matches(":focus"))).toBe(true);
    await page.locator("#pane").focus();
    await page.keyboard.press("ArrowDown");
    await page.locator("#waterfall tr[aria-current]", { hasText: "main" }).waitFor();
    await page.keyboard.press("Enter");
    await expectNames(page, ["main"]);
    await page.keyboard.press("Enter");
    await expectNames(page, ["main", "courier Kim", "courier Lee", "cook"]);
    await page.keyboard.press("End");
    await page.locator("#waterfall tr[aria-current]", { hasText: "cook" }).waitFor();
    expect(await page.locator("#detail h3").textContent()).toBe("cook");
    await page.keyboard.press("z");
    const whole = await boxOf(page.locator("#map"));
    await expect.poll(async () => (await boxOf(page.locator(".map-window"))).width / whole.width).toBeCloseTo(0.52, 1);
    await page.keyboard.press("0");
    expect(await page.locator(".map-window").isVisible()).toBe(false);
    await page.keyboard.press("Escape");
    expect(await page.locator("#detail").isVisible()).toBe(false);
  });

  it("zooms by dragging and by the wheel, and the labels of the axis follow", async () => {
    await using opened = await open(shop());
    const { page } = opened;
    await page.locator("#map").scrollIntoViewIfNeeded();
    const map = await boxOf(page.locator("#map"));
    await page.mouse.move(map.x + map.width * 0.25, map.y + 5);
    await page.mouse.down();
    await page.mouse.move(map.x + map.width * 0.5, map.y + 5, { steps: 3 });
    await page.mouse.up();
    const window = await boxOf(page.locator(".map-window"));
    expect(window.width / map.width).toBeCloseTo(0.25, 1);
    const first = Number.parseInt((await page.locator(".axis text").first().textContent()) ?? "", 10);
    expect(first).toBeGreaterThan(645 * 0.25 - 2);
    expect(first).toBeLessThan(645 * 0.5);
    const wait = lines(page).nth(3).locator("rect.timer").last();
    const before = await boxOf(wait);
    await page.mouse.move(map.x + map.width * 0.1, before.y + 5);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -300);
    await page.keyboard.up("Control");
    await expect
      .poll(async () => (await boxOf(page.locator(".map-window"))).width / window.width)
      .toBeCloseTo(Math.exp(-1), 1);
  });

  it("draws at a wait who ended it, and says so", async () => {
    await using opened = await open(shop());
    const { page } = opened;
    const wait = lines(page).nth(1).locator("rect.turn").first();
    await wait.scrollIntoViewIfNeeded();
    const box = await boxOf(wait);
    await page.mouse.move(box.x + box.width * 0.9, box.y + 4);
    await page.locator(".tip", { hasText: "woken by 'cook'" }).waitFor();
    const edge = await boxOf(page.locator("#overlay line.edge"));
    const cook = await boxOf(lines(page).nth(3));
    expect(Math.abs(edge.x - (box.x + box.width))).toBeLessThan(3);
    expect(edge.y + edge.height).toBeGreaterThan(cook.y);
  });

  it("shows a finding in the picture: unfolded, zoomed to, chosen", async () => {
    await using opened = await open(trouble());
    const { page } = opened;
    await page.getByRole("button", { name: "blocked-loop" }).click();
    expect(await page.locator("#detail h3").textContent()).toBe("import prices");
    const map = await boxOf(page.locator("#map"));
    const band = page.locator("#overlay rect.blocked");
    await expect.poll(async () => (await boxOf(band)).width / map.width).toBeGreaterThan(0.6);
  });

  it("marks cancellations, and what a task did after it was asked to stop", async () => {
    await using opened = await open(trouble());
    const watch = lines(opened.page).nth(2);
    expect(await watch.locator(".mark-cancel").count()).toBe(1);
    const [stopping, waiting] = await Promise.all([
      boxOf(watch.locator("rect.stopping")),
      boxOf(watch.locator("rect.turn")),
    ]);
    expect(stopping.width / waiting.width).toBeCloseTo(402 / 696, 1);
  });

  it("has a table that tells what the picture shows", async () => {
    await using opened = await open(trouble());
    const { page } = opened;
    await page.locator("#numbers").check();
    const heads = await page.locator("#waterfall thead th:visible").allTextContents();
    const cells = await lines(page).nth(1).locator("th:visible, td:visible").allTextContents();
    expect(heads.map((head, index) => `${head}: ${cells[index]?.trim()}`)).toEqual([
      "Task: import prices",
      "State: finished",
      "Bound by: CPU",
      "Start ms: 2.0",
      "Life ms: 621",
      "Busy ms: 412",
      "HTTP: 200",
      "Timer: –",
      "Other I/O: –",
      "Lock, queue: –",
      "Tasks: –",
      "Going on: 9.0",
      "Waits: 1",
    ]);
    expect(await page.locator("#waterfall thead th:not([scope=col])").count()).toBe(0);
  });

  it.each(["light", "dark"] as const)("has no accessibility violation in %s", async (colorScheme) => {
    await using opened = await open(trouble(), { colorScheme });
    const { page } = opened;
    await page.locator("#pane").focus();
    await page.keyboard.press("ArrowDown");
    await page.locator("#detail .waits").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.locator("#numbers").check();
    expect(await violationsOf(page)).toEqual([]);
  });

  it.each([1400, 760, 400])("does not scroll sideways at a width of %i, and shows bars", async (width) => {
    const long = recording([at(0).spawn(1, "long/".repeat(3000)), at(0).start(1), at(9).end(1)]);
    await using opened = await open(long, { viewport: { width, height: 800 } });
    expect(await opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    expect((await boxOf(opened.page.locator("#waterfall .bar rect").last())).width).toBeGreaterThan(80);
  });

  it("stays one document when names try to break out, and runs none of it", async () => {
    const evil = `</script><script>document.title="broken"</script><img src=x onerror="document.title='broken'">`;
    const hidden = `\u202eesrever\u0000\u001b[31m ${"x".repeat(10_000)}`;
    const data = recording(
      [
        at(0).spawn(1, evil),
        at(0).start(1),
        at(1).spawn(2, hidden, 1),
        at(1).start(2),
        at(1).wait(1, evil),
        at(8).end(2, "failed", evil),
        at(9).cancel(1, 0, evil),
        at(10).http(1, "request", { id: 1, method: evil, url: evil, __proto__: { polluted: true } }),
      ],
      { program: { ...shop().program, command: evil } },
    );
    await using opened = await open(data);
    const { page } = opened;
    await lines(page).first().click();
    expect(await page.locator("#detail h3").textContent()).toBe(evil);
    await page.locator("#search").fill("esrever");
    await expect.poll(() => lines(page).count()).toBe(2);
    expect(await names(page)).toEqual([evil, expect.stringContaining("\\u{202e}esrever\\u{0}\\u{1b}[31m x")]);
    expect(await page.title()).toContain("</script><script>");
    expect(opened.complaints).toEqual([]);
  });
});

/** Of the page; the tests themselves run without a DOM. */
interface StyledWindow {
  getComputedStyle(element: unknown): { readonly fill: string };
}

describe("the size of the page of a recording", () => {
  it("is 40 kB at most, compressed, without what was recorded", () => {
    const shell = renderTraceReport(shop()).replace(/(id="recording">)[^<]*/u, "$1");
    expect(gzipSync(shell).length).toBeLessThan(40_000);
  });

  it("is less than 2 MB for 200,000 events", () => {
    const data = rounds(200_000);
    expect(data.events.length).toBeGreaterThanOrEqual(200_000);
    expect(renderTraceReport(data).length).toBeLessThan(2_000_000);
  });
});
