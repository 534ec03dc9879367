import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderTraceReport } from "@baedal/inspect";
import type { Browser } from "playwright-core";
import type { Comparison, Contender } from "../compare.ts";
import { launchBrowser } from "./browser.ts";
import { largeTrace } from "./large-trace.ts";

/** How long one looks at a blank page before a large recording is there: goal 1 s. */
export async function firstPicture(): Promise<Comparison & AsyncDisposable> {
  await using open = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), "baedal-bench-"));
  open.defer(() => rm(directory, { recursive: true, force: true }));
  const browser = await launchBrowser();
  open.defer(() => browser.close());
  const contenders = [];
  for (const count of [20_000, 200_000]) {
    const file = join(directory, `${count}.html`);
    await writeFile(file, renderTraceReport(largeTrace(count)));
    contenders.push(opening(`${count.toLocaleString("en")} events`, file, browser));
  }
  const kept = open.move();
  return {
    title: "from the click on a recorded file to its picture, in Chromium",
    operations: 1,
    rounds: 7,
    unit: "ms",
    contenders,
    goals: [{ ours: "200,000 events", atMost: 1000 }],
    [Symbol.asyncDispose]: async () => await kept.disposeAsync(),
  };
}

function opening(name: string, file: string, browser: Browser): Contender {
  return {
    name,
    work: async () => {
      // Each time a browser that knows nothing, with processes of its own.
      const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
      try {
        const page = await context.newPage();
        await page.addInitScript(noticePicture);
        await page.goto(pathToFileURL(file).href);
        const drawn = page.locator("html[data-picture-at]");
        await drawn.waitFor();
        return Number(await drawn.getAttribute("data-picture-at")) * 1e6;
      } finally {
        await context.close();
      }
    },
  };
}

/** Notes when a line has been drawn and the frame with it is on its way, in milliseconds since the page was asked for. */
const noticePicture = `
  const observer = new MutationObserver(() => {
    if (document.querySelector("#waterfall tr[data-index]") === null) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => (document.documentElement.dataset.pictureAt = performance.now())));
  });
  observer.observe(document, { childList: true, subtree: true });
`;
