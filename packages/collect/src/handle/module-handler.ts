import { availableParallelism } from "node:os";

import { WorkerPool } from "@baedal/threads";

import type { Page } from "../page.ts";
import type { Handler, HandlerResult } from "./handler.ts";
import type * as handlerThread from "./handler-thread.ts";
import { importHandler } from "./import-handler.ts";
import { sendPage } from "./sent-page.ts";
import { watchLoop } from "./watch-loop.ts";

/** Ms that a handler may hold the loop: in that time nobody else is asked, and nothing that came in is read. */
const longestHold = 20;
/** The first calls of code are slow, for it is compiled and what it needs is loaded. */
const holdsBeforeMove = 3;
const mostThreads = 8;

type ThreadModule = typeof handlerThread;

/**
 * The handler of a module. It runs on the thread that sends the requests, where a call costs nothing, until it is seen to
 * compute: then it moves to threads of its own, where it holds nobody up.
 */
export class ModuleHandler implements AsyncDisposable {
  readonly #path: string;
  readonly #handler: Handler;
  readonly #threads: number;
  #pool: WorkerPool<ThreadModule> | undefined;
  #holds = 0;

  private constructor(path: string, handler: Handler, threads: number | undefined) {
    this.#path = path;
    this.#handler = handler;
    this.#threads = threads ?? Math.min(mostThreads, availableParallelism());
    if (threads !== undefined && threads > 0) this.#move();
  }

  /**
   * Loads a module that exports `handle`.
   *
   * @param threads - for its calls, from the first on; 0 for none; `undefined` for some once it is seen to compute
   * @throws OptionError the module cannot be loaded, or exports no function `handle`
   */
  static async open(path: string, threads: number | undefined): Promise<ModuleHandler> {
    return new ModuleHandler(path, await importHandler(path), threads);
  }

  readonly handle: Handler = (page) => {
    if (this.#pool !== undefined) return handleOn(this.#pool, this.#path, page);
    if (this.#threads === 0) return this.#handler(page);
    return watchLoop(this.#handler, page, (ms) => this.#held(ms));
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool?.close({ grace: 0 });
  }

  #held(ms: number): void {
    if (ms < longestHold || this.#pool !== undefined) return;
    this.#holds += 1;
    if (this.#holds >= holdsBeforeMove) this.#move();
  }

  #move(): void {
    this.#pool = new WorkerPool<ThreadModule>(new URL("./handler-thread.js", import.meta.url), {
      threads: this.#threads,
    });
  }
}

async function handleOn(pool: WorkerPool<ThreadModule>, path: string, page: Page): Promise<HandlerResult> {
  const { data, urls } = await pool.run("handlePage", path, await sendPage(page));
  return { urls, ...(data === undefined ? {} : { data: JSON.parse(data) as unknown }) };
}
