import { availableParallelism } from "node:os";

import type { Handler } from "./handler.ts";
import type { HandlerThreads } from "./handler-threads.ts";
import { importHandler } from "./import-handler.ts";
import { watchLoop } from "./watch-loop.ts";

/** Ms that a handler may hold the loop: in that time nobody else is asked, and nothing that came in is read. */
const longestHold = 20;
/** The first calls of code are slow, for it is compiled and what it needs is loaded. */
const holdsBeforeMove = 3;
const mostThreads = 8;

/**
 * The handler of a module. It runs on the thread that sends the requests, where a call costs nothing, until it is seen to
 * compute: then it moves to threads of its own, where it holds nobody up.
 */
export class ModuleHandler {
  readonly #path: string;
  readonly #handler: Handler;
  readonly #threads: number;
  /** Set once it has moved. */
  #elsewhere: Promise<HandlerThreads> | undefined;
  #holds = 0;

  private constructor(path: string, handler: Handler, threads: number | undefined) {
    this.#path = path;
    this.#handler = handler;
    this.#threads = threads ?? Math.min(mostThreads, availableParallelism());
    if (threads !== undefined && threads > 0) this.#elsewhere = this.#move();
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
    if (this.#elsewhere !== undefined) return this.#elsewhere.then((threads) => threads.handle(page));
    if (this.#threads === 0) return this.#handler(page);
    return watchLoop(this.#handler, page, (ms) => this.#held(ms));
  };

  /** Ends its threads; returns how many could not be ended. */
  async close(): Promise<number> {
    const threads = await this.#elsewhere;
    await threads?.[Symbol.asyncDispose]();
    return threads?.stuck ?? 0;
  }

  #held(ms: number): void {
    if (ms < longestHold || this.#elsewhere !== undefined) return;
    this.#holds += 1;
    if (this.#holds >= holdsBeforeMove) this.#elsewhere = this.#move();
  }

  async #move(): Promise<HandlerThreads> {
    const { HandlerThreads } = await import("./handler-threads.ts");
    return new HandlerThreads(this.#path, this.#threads);
  }
}
