import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { renderLivePage, type LiveBatch, type LiveEnd, type LiveState } from "@baedal/inspect";
import type { TraceEvent } from "baedal/trace";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./launch-browser.ts";
import { openPage, violationsOf, type OpenPage } from "./open-page.ts";
import { at } from "./trace-events.ts";

const program = { command: "shop.ts", node: "26.10.0", startedAt: "2026-03-14T09:26:53.589Z", pid: 4711 };

/** A program as the page knows it: it serves the page and says what the test wants. */
class FakeProgram implements AsyncDisposable {
  readonly cancelled: unknown[] = [];
  /** Connections for events. */
  readonly #streams = new Set<ServerResponse>();
  readonly #server = createServer((request, response) => this.#answer(request, response));
  state: LiveState;
  #connected = 0;

  constructor(events: readonly TraceEvent[]) {
    this.state = { version: 1, program, dropped: 0, events, now: 1000, blockedFor: 0 };
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`; // it listens on TCP
  }

  /** How often a page has connected for events. */
  get connected(): number {
    return this.#connected;
  }

  /** Pages that are connected now. */
  get watching(): number {
    return this.#streams.size;
  }

  happens(events: readonly TraceEvent[], more: Partial<LiveBatch> = {}): void {
    this.#send("events", { events, dropped: 0, now: events.at(-1)?.at ?? 1000, blockedFor: 0, ...more });
  }

  ends(how: LiveEnd): void {
    this.#send("end", how);
  }

  /** Breaks the connections. */
  breaks(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #send(kind: string, data: unknown): void {
    for (const stream of this.#streams) stream.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (searchParams.get("token") !== "secret") return void response.writeHead(403).end("The token is wrong");
    if (pathname === "/events") return this.#stream(response);
    if (pathname === "/cancel") return void this.#cancel(request, response);
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(renderLivePage(program));
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
    this.#connected++;
    response.write(`event: state\ndata: ${JSON.stringify(this.state)}\n\n`);
  }

  async #cancel(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const asked = JSON.parse(text) as { task: number }; // what the page sends
    this.cancelled.push(asked);
    if (asked.task === 1) response.writeHead(404).end("Task 1 is not alive");
    else response.writeHead(202).end();
  }
}

const beginning: readonly TraceEvent[] = [
  at(0).spawn(1, "main"),
  at(0).start(1),
  at(10).spawn(2, "courier Kim", 1),
  at(10).start(2),
  at(11).wait(1, "task group of 1"),
  at(12).wait(2, "Queue.get of 'dishes'"),
];

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);

afterAll(() => browser.close());

async function open(shop: FakeProgram): Promise<OpenPage> {
  const home = await shop.listen();
  const opened = await openPage(browser, `${home}?token=secret`, { home });
  await opened.page.locator("#live[data-state=live]").waitFor();
  return opened;
}

/** Waits until the names of the lines are these; lines are drawn with the next frame. */
async function expectNames(page: Page, expected: readonly string[]): Promise<void> {
  await expect.poll(() => page.locator("#waterfall .name").allTextContents()).toEqual(expected);
}

describe("the page of a program that runs", () => {
  it("draws what is known when it comes, and what happens from then on", async () => {
    await using shop = new FakeProgram(beginning);
    await using opened = await open(shop);
    const { page } = opened;
    const lines = page.locator("#waterfall tbody tr[data-index]");
    await lines.nth(1).waitFor();
    expect(await page.locator("#waterfall .name").allTextContents()).toEqual(["main", "courier Kim"]);
    expect(await page.locator("#headline h1").innerText()).toBe("shop.ts");
    shop.happens([
      at(2000).wake(2, "Queue.get of 'dishes'", 1),
      at(2001).end(2, "failed", "Error: no dish"),
      at(2001).spawn(3, "courier Lee", 1),
    ]);
    await page.locator("#waterfall .name", { hasText: "courier Lee" }).waitFor();
    await lines.nth(1).locator("text.bad", { hasText: "× Error: no dish" }).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it("moves along with the time while nothing happens, until one looks elsewhere", async () => {
    await using shop = new FakeProgram([...beginning, at(60_000).spawn(3, "courier Lee", 1)]);
    shop.state = { ...shop.state, now: 60_000 };
    await using opened = await open(shop);
    const { page } = opened;
    const label = async (): Promise<string> => (await page.locator(".axis text").first().textContent()) ?? "";
    await expect.poll(label).toMatch(/^5\d(?:\.\d)? s$/u);
    const before = await label();
    await expect.poll(label).not.toBe(before);
    await page.locator("#pane").focus();
    await page.keyboard.press("0");
    await page.keyboard.press("+");
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator("#follow").getAttribute("aria-pressed")).toBe("false");
    await page.locator("#follow").click();
    await expect.poll(label).toMatch(/^[56]\d(?:\.\d)? s$/u);
  });

  it("takes a click that lasts longer than a picture does", async () => {
    await using shop = new FakeProgram(beginning);
    await using opened = await open(shop);
    const { page } = opened;
    const kim = page.locator("#waterfall .name", { hasText: "courier Kim" });
    await kim.hover();
    await page.mouse.down();
    const seen = await page.locator("#waterfall").innerHTML();
    shop.happens([at(2000).spawn(3, "courier Lee", 1)]);
    // The batch has come when the answer to what was sent after it has; then there is time for several pictures.
    await page.evaluate("fetch(location.href).then((answer) => answer.text())");
    await page.evaluate("new Promise((resolve) => setTimeout(resolve, 1000))");
    expect(await page.locator("#waterfall").innerHTML()).toBe(seen);
    await page.mouse.up();
    await page.locator("#detail h3", { hasText: "courier Kim" }).waitFor();
    await expectNames(page, ["main", "courier Kim", "courier Lee"]);
  });

  it("pauses, and catches up afterwards", async () => {
    await using shop = new FakeProgram(beginning);
    await using opened = await open(shop);
    const { page } = opened;
    await page.locator("#waterfall .name").nth(1).waitFor();
    await page.locator("#pause").click();
    shop.happens([at(2000).spawn(3, "courier Lee", 1)]);
    // The batch has come when the answer to what was sent after it has.
    await page.evaluate("fetch(location.href).then((answer) => answer.text())");
    expect(await page.locator("#waterfall .name").allTextContents()).toEqual(["main", "courier Kim"]);
    await page.locator("#pause").click();
    await page.locator("#waterfall .name", { hasText: "courier Lee" }).waitFor();
    expect(await page.locator("#live-state").innerText()).toBe("Live");
  });

  it("keeps back no more than it can hold while it is paused, and asks for all anew instead", async () => {
    await using shop = new FakeProgram(beginning);
    await using opened = await open(shop);
    const { page } = opened;
    await page.locator("#pause").click();
    const many = Array.from({ length: 20_001 }, (_, index) => at(2000 + index).busy(2, 0.1));
    shop.happens(many);
    shop.state = { ...shop.state, events: [...beginning, at(90_000).spawn(9, "courier Choi", 1)], now: 90_000 };
    await expect.poll(() => shop.watching).toBe(0);
    await page.locator("#pause").click();
    await page.locator("#waterfall .name", { hasText: "courier Choi" }).waitFor();
    expect(shop.connected).toBe(2);
  });

  it("cancels a task, but only when it is confirmed, and says what came of it", async () => {
    await using shop = new FakeProgram(beginning);
    await using opened = await open(shop);
    const { page } = opened;
    await page.locator("#waterfall .name", { hasText: "courier Kim" }).click();
    await page.getByRole("button", { name: "Cancel this task" }).click();
    await page.getByRole("button", { name: "No, leave it" }).click();
    expect(shop.cancelled).toEqual([]);
    await page.getByRole("button", { name: "Cancel this task" }).click();
    await page.getByRole("button", { name: "Yes, cancel it" }).click();
    await page.getByText("The program was asked to cancel it").waitFor();
    expect(shop.cancelled).toEqual([{ task: 2 }]);
    await page.locator("#waterfall .name", { hasText: "main" }).click();
    await page.getByRole("button", { name: "Cancel this task" }).click();
    await page.getByRole("button", { name: "Yes, cancel it" }).click();
    await page.getByText("Not cancelled: Task 1 is not alive").waitFor();
  });

  it("says that the program has ended, and keeps its last picture", async () => {
    await using shop = new FakeProgram(beginning);
    await using opened = await open(shop);
    const { page } = opened;
    shop.happens([at(2000).end(2)]);
    shop.ends({ exitCode: 3 });
    await page.getByText("The program has ended (exit code 3). This is its last picture.").waitFor();
    await expectNames(page, ["main", "courier Kim"]);
    await page.locator("#waterfall .name", { hasText: "main" }).click();
    expect(await page.getByRole("button", { name: "Cancel this task" }).count()).toBe(0);
    expect(shop.connected).toBe(1);
  });

  it("connects again when the connection breaks, and draws what is known then", async () => {
    await using shop = new FakeProgram(beginning);
    await using opened = await open(shop);
    const { page } = opened;
    shop.state = { ...shop.state, events: [at(0).spawn(7, "another main"), at(0).start(7)] };
    shop.breaks();
    await page.locator("#waterfall .name", { hasText: "another main" }).waitFor();
    expect(await page.locator("#waterfall .name").allTextContents()).toEqual(["another main"]);
    expect(await page.locator("#live-state").innerText()).toBe("Live");
  });

  it("gives up when the program cannot be reached any more, and keeps its last picture", async () => {
    const shop = new FakeProgram(beginning);
    await using opened = await open(shop);
    const { page } = opened;
    await page.locator("#waterfall .name").nth(1).waitFor();
    await shop[Symbol.asyncDispose]();
    await page.getByText("The program has ended or cannot be reached").waitFor();
    expect(await page.locator("#waterfall .name").allTextContents()).toEqual(["main", "courier Kim"]);
    expect(await page.getByRole("button", { name: "Try again" }).isVisible()).toBe(true);
  });

  it("says while it lasts that the event loop stands still", async () => {
    await using shop = new FakeProgram(beginning);
    await using opened = await open(shop);
    const { page } = opened;
    shop.happens([], { now: 3000, blockedFor: 1200 });
    await page.getByText("The event loop stands still, for 1.20 s so far").waitFor();
    shop.happens([], { now: 3100 });
    await page.locator("#blocked").waitFor({ state: "hidden" });
    expect(await page.locator("#blocked").isVisible()).toBe(false);
  });

  it("shows nothing as alive that ended unseen, and folds old tasks away into a count", async () => {
    await using shop = new FakeProgram(beginning);
    await using opened = await open(shop);
    const { page } = opened;
    shop.happens([at(2000).spawn(5, "courier Park", 1)], { dropped: 40, alive: [1, 5], now: 2000 });
    await page
      .locator("#waterfall tr", { hasText: "courier Kim" })
      .locator("td.status", { hasText: "ended" })
      .waitFor();
    await page.locator("#headline", { hasText: "40 events were lost" }).waitFor();
    shop.happens([at(400_000).start(5)]);
    await page.getByText("2 and 1 older ones folded away").waitFor();
    await expectNames(page, ["main", "courier Park"]);
  });

  it("draws nothing of the time in which the program recorded no waits", async () => {
    const lives = beginning.filter(({ kind }) => kind !== "wait");
    await using shop = new FakeProgram([...lives, at(9000).wait(1, "task group of 1"), at(9000).wait(2, "sleep 5 ms")]);
    shop.state = { ...shop.state, now: 9500 };
    await using opened = await open(shop);
    const kim = opened.page.locator("#waterfall tr[data-index]").nth(1);
    await kim.locator("rect.timer").waitFor();
    expect(await kim.locator("rect.running").count()).toBe(0);
    expect(await opened.page.locator(".axis text").first().textContent()).toMatch(/^\d+ ms$/u);
  });

  it("has no accessibility violation", async () => {
    await using shop = new FakeProgram(beginning);
    await using opened = await open(shop);
    const { page } = opened;
    await page.locator("#waterfall .name", { hasText: "courier Kim" }).click();
    await page.getByRole("button", { name: "Cancel this task" }).click();
    expect(await violationsOf(page)).toEqual([]);
  });

  it("is 40 kB at most, compressed", () => {
    expect(gzipSync(renderLivePage(program)).length).toBeLessThan(40_000);
  });
});
