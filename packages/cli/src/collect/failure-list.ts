import type { Page } from "@baedal/collect";
import { failureName } from "../progress/failure-name.ts";
import type { FailedUrl } from "../progress/outcome-lines.ts";

/** How many failed URLs are listed at the end; `baedal status --failed` lists all. */
const longest = 20;

/** Counts the pages of a run that failed and keeps the first of them. */
export class FailureList {
  readonly first: FailedUrl[] = [];
  count: number = 0;

  take(page: Page): void {
    if (page.error === null) return;
    this.count += 1;
    if (this.first.length < longest) this.first.push({ url: page.url, reason: reasonOf(page, page.error.code) });
  }
}

function reasonOf(page: Page, code: string): string {
  return code === "ERR_BAEDAL_STATUS" ? `status ${page.status}` : failureName(code);
}
