/** Makes the pictures of `docs/see.md`: records `see/shop.ts` and takes pictures of the page, in a real browser. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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
/** Mistakes that are in it: a lock across I/O, a swallowed cancellation, a task that outlives its parent. */
const intended = 3;
await recordUndisturbed();

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

/** A machine that is busy with others blocks the loop of the shop too, and shows mistakes that are not in it. */
async function recordUndisturbed(): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    await promisify(execFile)(process.execPath, [baedal, "run", script, "--trace", report], { cwd: repository });
    const page = await readFile(report, "utf8");
    const findings = page.match(/class="code"/gu)?.length;
    const took = /tasks in (\S+) (m?s)/u.exec(page);
    console.log(`${findings} findings in ${took?.[1]} ${took?.[2]}`);
    if (findings === intended && took !== null && Number(took[1]) / (took[2] === "ms" ? 1000 : 1) < 2) return;
  }
  throw new Error("This machine is too busy for a picture of the shop as it is");
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
