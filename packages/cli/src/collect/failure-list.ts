import type { Page } from "@baedal/collect";
import { failureReason } from "../progress/failure-name.ts";
import type { FailedUrl } from "../progress/outcome-lines.ts";

/** How many failed URLs are kept to be listed; `baedal status --failed` lists all. */
const longest = 100;

/** Counts the pages of a run that failed and keeps the first of them. */
export class FailureList {
  readonly first: FailedUrl[] = [];
  count: number = 0;

  take({ url, status, error, failed }: Page): void {
    if (!failed || error === null) return;
    this.count += 1;
    if (this.first.length < longest) this.first.push({ url, reason: failureReason(status, error) });
  }
}
