import { readFileSync } from "node:fs";
import { joinModules } from "./join-modules.ts";

/** What every page carries inside it. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

/** The pages there are: their scripts, and their style sheets in order. */
const PAGES = {
  collection: { entry: "./page/main.js", sheets: ["report.css"] },
  trace: { entry: "./page/trace/report-main.js", sheets: ["report.css", "trace.css"] },
  live: { entry: "./page/trace/live-main.js", sheets: ["report.css", "trace.css"] },
} as const;

const assets = new Map<keyof typeof PAGES, PageAssets>();

/** A page's style sheet and script, read from the package once. */
export function pageAssets(page: keyof typeof PAGES): PageAssets {
  const known = assets.get(page) ?? load(page);
  assets.set(page, known);
  return known;
}

function load(page: keyof typeof PAGES): PageAssets {
  const { entry, sheets } = PAGES[page];
  const door = (specifier: string): URL => new URL(import.meta.resolve(specifier));
  return {
    // The compiler emits scripts only, so the style sheet is taken from where it was written.
    style: sheets.map((name) => compact(read(new URL(`../src/page/${name}`, import.meta.url)))).join(""),
    script: joinModules(new URL(entry, import.meta.url), read, door),
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
