import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

const axe = readFileSync(new URL(import.meta.resolve("axe-core")), "utf8");

/** A page, and everything that the browser complained about. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Messages of its console, errors of its script, and what it loads from elsewhere. */
  readonly complaints: readonly string[];
}

/** Opens an address; whatever it loads from outside `home` is a complaint. */
export async function openPage(
  browser: Browser,
  url: string,
  { home = url, ...options }: BrowserContextOptions & { readonly home?: string } = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => void complaints.push(message.text()));
  page.on("pageerror", (error) => void complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(home)) complaints.push(`loads ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** What the accessibility checker finds wrong with a page as it is now. */
export async function violationsOf(page: Page): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))",
  );
}
