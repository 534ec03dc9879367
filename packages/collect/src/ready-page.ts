import type { Page } from "./page.ts";

/** A page on its way to whoever iterates over the run. */
export interface ReadyPage {
  readonly page: Page;
  /** Its body counts as memory of the run until this is disposed of. */
  readonly held: Disposable;
}
