import type { Browser } from "playwright-core";

// The browser that the tests of the pages use, unpacked once for both.
const launcher = new URL("../../packages/inspect/test/launch-browser.ts", import.meta.url).href;
const { launchBrowser } = (await import(launcher)) as { launchBrowser: () => Promise<Browser> }; // what it exports

export { launchBrowser };
