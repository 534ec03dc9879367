import { WorkerPool } from "@baedal/threads";
import { isTimeout, waitFor } from "baedal";

import type { Page } from "../page.ts";
import type { HandlerResult } from "./handler.ts";
import type * as handlerThread from "./handler-thread.ts";
import { sendPage } from "./sent-page.ts";

/** In ms; a thread that runs JavaScript, however long, hears at once that it is to end. */
const patience = 2000;

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

  /** Threads that did not end when they were told to; more than none only after it was closed. */
  get stuck(): number {
    return this.#pool.closed ? this.#pool.statistics().alive : 0;
  }

  /** Ends the threads. What does not end within `patience` is given up, since a builtin that runs on may do so for ever. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await waitFor(this.#pool.close({ grace: 0 }), patience);
    } catch (error) {
      if (!isTimeout(error)) throw error;
    }
  }
}
