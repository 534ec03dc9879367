/** Makes the pictures of `docs/see.md`: records `see/shop.ts` and takes pictures of the page, in a real browser. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { repository } from "./check/repository.ts";

// As high as the whole page: only lines in sight are drawn.
const viewport = { width: 1200, height: 1300 };

const folder = await mkdtemp(join(tmpdir(), "baedal-pictures-"));
const report = join(folder, "shop.html");
const baedal = join(repository, "packages/cli/bin/baedal.js");
const script = "scripts/see/shop.ts";
await promisify(execFile)(process.execPath, [baedal, "run", script, "--trace", report], { cwd: repository });

// The browser that the tests of the page use, unpacked once for both.
const launcher = pathToFileURL(join(repository, "packages/inspect/test/launch-browser.ts")).href;
const { launchBrowser } = (await import(launcher)) as { launchBrowser: () => Promise<Browser> }; // what it exports
const browser = await launchBrowser();
try {
  await save("see-report.webp", "light", async (page) => page.screenshot({ fullPage: true }));
  await save("see-waits.webp", "dark", async (page) => {
    const wait = page.locator("#waterfall tr", { hasText: "courier Lee" }).locator("rect.turn").last();
    await page.locator("#requests-title").evaluate((title) => title.scrollIntoView());
    const place = await wait.boundingBox();
    if (place === null) throw new Error("The wait is not in sight");
    await page.mouse.move(place.x + place.width * 0.8, place.y + 4);
    await page.locator("#overlay line.edge").waitFor({ state: "attached" }); // upright, so it has no width
    return page.locator("#requests").screenshot();
  });
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}

/** Opens the report, takes a picture of it, and saves that as WebP, which is a third of a PNG. */
async function save(name: string, colorScheme: "light" | "dark", take: (page: Page) => Promise<Buffer>): Promise<void> {
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  await page.goto(pathToFileURL(report).href);
  await page.locator("#waterfall tbody tr[data-index]").first().waitFor();
  const png = (await take(page)).toString("base64");
  const blank = await context.newPage();
  const webp = String(
    await blank.evaluate(`new Promise((resolve, reject) => {
      const image = new Image();
      image.onerror = reject;
      image.onload = () => {
        const canvas = new OffscreenCanvas(image.width, image.height);
        canvas.getContext("2d").drawImage(image, 0, 0);
        canvas.convertToBlob({ type: "image/webp", quality: 0.8 }).then((blob) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result);
          reader.readAsDataURL(blob);
        }, reject);
      };
      image.src = "data:image/png;base64,${png}";
    })`),
  );
  await writeFile(join(repository, "docs", name), Buffer.from(webp.slice(webp.indexOf(",") + 1), "base64"));
  await context.close();
}
