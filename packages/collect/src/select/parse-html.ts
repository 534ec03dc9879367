import { sleep } from "baedal";
import type { Document } from "domhandler";
import { DomHandler, Parser } from "htmlparser2";

/** Characters read in one go, which takes a few milliseconds. */
const sliceSize = 64 * 1024;

/** The tree of a page; that of a large one is built in slices, between which everything else that is ready has a turn. */
export async function parseHtml(html: string): Promise<Document> {
  const handler = new DomHandler();
  const parser = new Parser(handler);
  for (let start = 0; start < html.length; start += sliceSize) {
    if (start > 0) await sleep(0);
    parser.write(html.slice(start, start + sliceSize));
  }
  parser.end();
  return handler.root;
}
