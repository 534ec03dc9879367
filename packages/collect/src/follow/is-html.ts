import type { FetchAnswer } from "../fetcher.ts";
import { headerOf } from "../judge.ts";

/** True for a page with links in it: by its Content-Type, or, without one, by how it begins. */
export function isHtml(answer: Pick<FetchAnswer, "headers" | "body">): boolean {
  const type = headerOf(answer, "content-type");
  if (type !== undefined) return /^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(type);
  return /^\s*<(?:!doctype\s+html|html)/i.test(Buffer.from(answer.body.subarray(0, 256)).toString("latin1"));
}
