import { readFileSync } from "node:fs";
import { joinModules } from "./join-modules.ts";

/** What every page carries inside it. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

const basic = new URL("../src/page/report.css", import.meta.url);
const sheets = [basic, new URL("../src/page/trace.css", import.meta.url)];

/** A page is its script, and its style sheets in order. */
interface PageSources {
  readonly entry: URL;
  readonly sheets: readonly URL[];
}

/** The pages there are. */
type PageName = "collection" | "trace" | "live";

const PAGES: Readonly<Record<PageName, PageSources>> = {
  collection: { entry: new URL("./page/main.js", import.meta.url), sheets: [basic] },
  trace: { entry: new URL("./page/trace/report-main.js", import.meta.url), sheets },
  live: { entry: new URL("./page/trace/live-main.js", import.meta.url), sheets },
};

const assets = new Map<PageName, PageAssets>();

/** A page's style sheet and script, read from the package once. */
export function pageAssets(page: PageName): PageAssets {
  const known = assets.get(page) ?? load(PAGES[page]);
  assets.set(page, known);
  return known;
}

function load(page: PageSources): PageAssets {
  const door = (specifier: string): URL => new URL(import.meta.resolve(specifier));
  return {
    // The compiler emits scripts only, so a style sheet is taken from where it was written.
    style: page.sheets.map((sheet) => compact(read(sheet))).join(""),
    script: joinModules(page.entry, read, door),
  };
}

/** A style sheet without comments and layout. */
function compact(sheet: string): string {
  return sheet
    .replace(/\/\*[^]*?\*\//gu, "")
    .replace(/\s*\n\s*/gu, "\n")
    .replace(/(?<=[{;,])\n/gu, "")
    .trimStart();
}

function read(url: URL): string {
  // A browser reads CRLF as LF before it compares the hash.
  return readFileSync(url, "utf8").replaceAll("\r\n", "\n");
}
