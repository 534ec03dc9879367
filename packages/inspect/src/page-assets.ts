import { readFileSync } from "node:fs";

/** What every page carries inside it. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

/** The pages there are, and their style sheets in order. */
const SHEETS = {
  collection: ["report.css"],
  trace: ["report.css", "trace.css"],
  live: ["report.css", "trace.css"],
} as const;

const assets = new Map<keyof typeof SHEETS, PageAssets>();

/** A page's style sheet and script, read from the package once. */
export function pageAssets(page: keyof typeof SHEETS): PageAssets {
  const known = assets.get(page) ?? load(page);
  assets.set(page, known);
  return known;
}

function load(page: keyof typeof SHEETS): PageAssets {
  return {
    // The build makes scripts only, so a style sheet is taken from where it was written.
    style: SHEETS[page].map((sheet) => compact(read(new URL(`../src/page/${sheet}`, import.meta.url)))).join(""),
    script: read(new URL(`./page/${page}.js`, import.meta.url)),
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
