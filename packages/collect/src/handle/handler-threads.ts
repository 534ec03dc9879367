import { WorkerPool } from "@baedal/threads";

import type { Page } from "../page.ts";
import type { HandlerResult } from "./handler.ts";
import type * as handlerThread from "./handler-thread.ts";
import { sendPage } from "./sent-page.ts";

/** Calls the handler of a module on threads. A file of its own, because loading a pool takes longer than most commands. */
export class HandlerThreads implements AsyncDisposable {
  readonly #path: string;
  readonly #pool: WorkerPool<typeof handlerThread>;

  /** @param path - of the module */
  constructor(path: string, threads: number) {
    this.#path = path;
    this.#pool = new WorkerPool<typeof handlerThread>(new URL("./handler-thread.js", import.meta.url), { threads });
  }

  async handle(page: Page): Promise<HandlerResult> {
    const { data, urls } = await this.#pool.run("handlePage", this.#path, await sendPage(page));
    return { urls, ...(data === undefined ? {} : { data: JSON.parse(data) as unknown }) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.close({ grace: 0 });
  }
}
