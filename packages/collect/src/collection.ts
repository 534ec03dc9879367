import type { BodyBudget } from "@baedal/http";
import { createTask, type Task, wait } from "baedal";

import { bodyMemory } from "./body-memory.ts";
import { CollectionRun } from "./collection-run.ts";
import { CurrentRun } from "./current-run.ts";
import type { FrontierStatistics } from "./frontier.ts";
import { CollectError } from "./errors.ts";
import type { CollectionOptions } from "./options.ts";
import type { Page } from "./page.ts";
import type { Progress } from "./progress.ts";
import { progressOf } from "./progress-of.ts";
import { records, type RecordOptions } from "./records.ts";
import type { CollectionRecord } from "./record.ts";
import { Follower } from "./follow/follower.ts";
import { Scope } from "./follow/scope.ts";
import type { Emit } from "./emit.ts";
import type { Handler } from "./handle/handler.ts";
import { ModuleHandler } from "./handle/module-handler.ts";
import { PageReader } from "./page-reader.ts";
import { RobotsBook } from "./robots/robots-book.ts";
import { entriesOfSitemap } from "./sitemap/sitemap-entries.ts";
import { PaceBook } from "./schedule/pace-book.ts";
import { refuseUnfollowed } from "./store/refuse-unfollowed.ts";
import { startUrls } from "./store/start-urls.ts";
import { SessionFetcher } from "./session-fetcher.ts";
import { type Settings, settingsOf } from "./settings.ts";
import {
  type BadLine,
  entriesOf,
  entriesOfList,
  type EntrySource,
  listName,
  requireReadable,
  type UrlSource,
} from "./sources.ts";
import { StoreClient } from "./store/store-client.ts";
import type { Ending, Summary } from "./summary.ts";
import type { Tally } from "./tally.ts";

interface Network {
  readonly fetcher: SessionFetcher;
  readonly memory: BodyBudget;
}

/**
 * Collects URLs concurrently through one session into a directory, and goes on there after any interruption.
 *
 * @example
 * ```ts
 * import { run } from "baedal";
 * import { Collection } from "@baedal/collect";
 *
 * await run(async () => {
 *   const job = new Collection({ directory: "out", perHost: 8 });
 *   job.add(["https://example.com/", "https://example.com/about"]);
 *   for await (const page of job.run()) console.log(page.url, page.status, page.timings.done);
 * });
 * ```
 */
export class Collection {
  readonly #settings: Settings;
  readonly #sources: EntrySource[] = [];
  readonly #lists: string[] = [];
  readonly #badLineListeners: ((line: BadLine) => void)[] = [];
  #handler: Handler | undefined;
  #sitemapsRead = false;
  #badLines = 0;
  #badSitemaps = 0;
  #current: CurrentRun | undefined;
  #summary: Summary | undefined;
  #stuckThreads = 0;

  /** @throws OptionError an unknown option, or a value that it cannot have */
  constructor(options: CollectionOptions) {
    this.#settings = settingsOf(options);
  }

  /**
   * Queues URLs when the next run begins, or at once while one is going on. URLs that the store knows are not queued again.
   *
   * @param urls - one URL, an array, or anything that yields them; a generator is read as it goes
   * @throws InvalidUrlError one of an array is no http(s) URL; nothing of it is queued then
   */
  add(urls: UrlSource): void {
    this.#addSource(entriesOf(urls));
  }

  /**
   * Queues the URLs of a list, one a line, read as a stream: blank lines and lines that start with `#` are skipped, bad
   * lines are reported to `onBadLine` and counted, and the rest goes on. A file that cannot be read ends the run with a
   * `ListError` before anything is fetched.
   *
   * @param list - the path of a file, or a stream such as `process.stdin`
   */
  addList(list: string | AsyncIterable<Uint8Array | string>): void {
    if (typeof list === "string") this.#lists.push(list);
    this.#addSource(entriesOfList(list, listName(list), (line) => this.#report(line)));
  }

  /** Calls `listener` for every line of a list that is no URL, and every sitemap that cannot be read. */
  onBadLine(listener: (line: BadLine) => void): void {
    this.#badLineListeners.push(listener);
  }

  /**
   * Collects until nothing is left, and yields each page that is finished in this run, once, after it is on disk, in
   * order of completion. A slow reader slows the fetching. Leaving the loop early stops the run as `stop()` does.
   *
   * @throws StoreLockedError another process is collecting into the directory
   * @throws OptionError what is in the directory was collected by following links, and they are not to be followed now
   * @throws DirectoryError, StoreDamagedError, StoreVersionError, StoreWriteError, StoreGoneError, ListError
   */
  async *run(): AsyncGenerator<Page, void, undefined> {
    if (this.#current !== undefined) throw new CollectError("This collection is running already; wait for its end");
    const current = new CurrentRun();
    this.#current = current;
    const task = createTask(() => this.#execute(current), { name: "collection" });
    try {
      for (let ready = await current.outbox.take(); ready !== undefined; ready = await current.outbox.take()) {
        ready.held[Symbol.dispose]();
        yield ready.page;
      }
      await task;
    } finally {
      current.stop(false);
      await this.#finish(current, task);
    }
  }

  /**
   * Stops the run: nothing new is started and requests in flight have 10 s to finish; what is cut goes back to the
   * queue. A second call, or `immediately`, does not wait for them. The loop over `run()` then ends by itself.
   */
  stop(options: { readonly immediately?: boolean } = {}): void {
    this.#current?.stop(options.immediately ?? false);
  }

  /** The records of all pages that are finished, in order of entry; of a store that is being written to as well. */
  records(options: RecordOptions = {}): Generator<CollectionRecord, void, undefined> {
    return records(this.#settings.directory, options);
  }

  /** How far the run is. */
  progress(): Progress {
    return progressOf(this.#current);
  }

  /** How the last run ended; `undefined` before. */
  get summary(): Summary | undefined {
    return this.#summary;
  }

  /**
   * Threads that the last run could not end, for a handler runs on in them in what nothing can interrupt: a builtin such
   * as `indexOf` on something huge, or native code. The store is closed and whole, but Node waits for such threads before
   * it exits, also in `process.exit()`: end the process by a signal, or by `process.execve()`.
   */
  get stuckThreads(): number {
    return this.#stuckThreads;
  }

  #addSource(source: EntrySource): void {
    this.#sources.push(source);
    this.#current?.feed();
  }

  #report(line: BadLine): void {
    if (line.number === 0) this.#badSitemaps += 1;
    else this.#badLines += 1;
    for (const listener of this.#badLineListeners) listener(line);
  }

  async #execute(current: CurrentRun): Promise<void> {
    try {
      // What options name is looked at before the store is touched, and that before anything is fetched.
      for (const path of this.#lists.splice(0)) await requireReadable(path);
      const { handler, handlerThreads, directory } = this.#settings;
      const module = typeof handler === "string" ? await ModuleHandler.open(handler, handlerThreads) : undefined;
      await using _ = this.#closing(module);
      this.#handler = typeof handler === "function" ? handler : module?.handle;
      const memory = bodyMemory(this.#settings.concurrency);
      await using fetcher = await SessionFetcher.open(this.#settings, memory);
      await using store = await StoreClient.open(directory);
      await this.#collect(current, store, { fetcher, memory });
    } finally {
      current.outbox.end();
    }
  }

  #closing(module: ModuleHandler | undefined): AsyncDisposable {
    return {
      [Symbol.asyncDispose]: async () => {
        this.#stuckThreads = (await module?.close()) ?? 0;
      },
    };
  }

  async #collect(current: CurrentRun, store: StoreClient, network: Network): Promise<void> {
    const { directory, requeue, follow, sequential, maxPerHost: mostPerHost } = this.#settings;
    if (!follow) refuseUnfollowed(directory, requeue);
    await store.begin({ requeue, follow, sequential, mostPerHost });
    Object.assign(current.tally.store, countsOf(await store.statistics()));
    const run = this.#prepare(current, store, network);
    current.attach(run);
    const ending = await run.execute();
    await store.end(ending);
    this.#summary = this.#summarize(ending, await store.statistics(), current);
  }

  #prepare(current: CurrentRun, store: StoreClient, { fetcher, memory }: Network): CollectionRun {
    const settings = this.#settings;
    const follower = new Follower(new Scope(settings.scope), settings);
    if (settings.follow) for (const url of startUrls(settings.directory)) follower.addStart(url);
    const { perHost, interval, maxRetryAfter: longestRest } = settings;
    const paces = new PaceBook({ perHost, interval, longestRest });
    const sitemaps = settings.sitemap.map((url) =>
      entriesOfSitemap({ ...settings, url, fetcher, follower, paces, onBadLine: (line) => this.#report(line) }),
    );
    this.#sources.unshift(...(this.#sitemapsRead ? [] : sitemaps));
    this.#sitemapsRead = true;
    return new CollectionRun({
      settings,
      store,
      fetcher,
      memory,
      follower,
      reader: new PageReader({
        ...settings,
        follower,
        selection: settings.select,
        handler: this.#handler,
      }),
      robots: settings.robots ? new RobotsBook({ ...settings, fetcher, paces }) : undefined,
      paces,
      feed: (emit) => this.#feed(emit),
      outbox: current.outbox,
      tally: current.tally,
    });
  }

  async #feed(emit: Emit): Promise<void> {
    for (let source = this.#sources.shift(); source !== undefined; source = this.#sources.shift()) await source(emit);
  }

  /** Waits for the end of a run that was told to stop; cancelled once more meanwhile, it stops at once. */
  async #finish(current: CurrentRun, task: Task<void>): Promise<void> {
    try {
      await wait([task]);
    } catch (error) {
      current.stop(true);
      await wait([task]);
      throw error;
    } finally {
      this.#current = undefined;
    }
  }

  #summarize(ending: Ending, statistics: FrontierStatistics, current: CurrentRun): Summary {
    const { queued, done, failed } = statistics;
    const [badLines, badSitemaps] = [this.#badLines, this.#badSitemaps];
    const exitCode = ending.startsWith("max-") ? 3 : failed + badLines + badSitemaps > 0 ? 1 : 0;
    const { finished: pages, bytes } = current.tally;
    const { elapsed } = current;
    return { ending, queued, done, failed, finished: pages, bytes, elapsed, badLines, badSitemaps, exitCode };
  }
}

function countsOf({ queued, done, failed }: FrontierStatistics): Tally["store"] {
  return { queued, done, failed };
}
