import { readFileSync } from "node:fs";
import { joinModules } from "./join-modules.ts";

/** What every page carries inside it. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

let assets: PageAssets | undefined;

/** The page's style sheet and script, read from the package once. */
export function pageAssets(): PageAssets {
  assets ??= {
    // The compiler emits scripts only, so the style sheet is taken from where it was written.
    style: read(new URL("../src/page/report.css", import.meta.url)),
    script: joinModules(new URL("./page/main.js", import.meta.url), read),
  };
  return assets;
}

function read(url: URL): string {
  // A browser reads CRLF as LF before it compares the hash.
  return readFileSync(url, "utf8").replaceAll("\r\n", "\n");
}
