import type { Browser, Page } from "playwright-core";

/** A page in a real browser, and everything that the browser complained about. */
interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  readonly complaints: readonly string[];
}

interface InspectTests {
  readonly launchBrowser: () => Promise<Browser>;
  readonly openPage: (browser: Browser, url: string, options?: { readonly home?: string }) => Promise<OpenPage>;
}

// The browser that the tests of the pages use, unpacked once for all.
const folder = new URL("../../inspect/test/", import.meta.url);
const load = async <Name extends keyof InspectTests>(file: string): Promise<Pick<InspectTests, Name>> =>
  (await import(new URL(file, folder).href)) as Pick<InspectTests, Name>; // what those files export

export const { launchBrowser } = await load<"launchBrowser">("launch-browser.ts");
export const { openPage } = await load<"openPage">("open-page.ts");
