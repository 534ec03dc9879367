import { Worker } from "node:worker_threads";
import { holdClock } from "baedal/lowlevel";
import {
  CollectError,
  DirectoryError,
  StoreDamagedError,
  StoreGoneError,
  StoreLockedError,
  StoreVersionError,
  StoreWriteError,
} from "../errors.ts";
import type {
  AddOutcome,
  Completion,
  Frontier,
  FrontierEntry,
  FrontierStatistics,
  HostReturn,
  Lease,
  LeaseRequest,
} from "../frontier.ts";
import type { StoreArgument, StoreCall, StoreMethod, StoreReply, StoreValue } from "./store-protocol.ts";
import type { RunStart } from "./store-writer.ts";

/** Of the thread, in MB. What passes through it dies young; more room would only hold more of the dead. */
const youngGeneration = 8;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** A clock that is not real cannot see the thread: it stands still until the answer is here. */
  readonly releaseClock: () => void;
}

/**
 * A store from the side of the thread that fetches. Its promises are plain ones on purpose: a commit that has begun
 * ends, whatever happens to the task that waits for it.
 */
export class StoreClient implements Frontier {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #failure: unknown;
  /** A call has failed. */
  #hasFailed = false;

  private constructor(directory: string) {
    this.#worker = new Worker(new URL("./store-thread.js", import.meta.url), {
      workerData: directory,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
    });
    this.#worker.on("message", (reply: StoreReply) => this.#settle(reply));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new CollectError("The thread that writes to the store has ended")));
    this.#worker.unref();
  }

  /**
   * Opens the store in `directory`, or makes it, and takes its lock.
   *
   * @throws DirectoryError, StoreLockedError, StoreDamagedError, StoreVersionError, StoreWriteError
   */
  static async open(directory: string): Promise<StoreClient> {
    const client = new StoreClient(directory);
    try {
      await client.#post("open", undefined);
      return client;
    } catch (error) {
      await client.#endThread();
      throw error;
    }
  }

  begin(start: RunStart): Promise<void> {
    return this.#call("begin", start);
  }

  end(ending: string): Promise<void> {
    return this.#call("end", ending);
  }

  add(entries: readonly FrontierEntry[]): Promise<AddOutcome> {
    return this.#call("add", entries);
  }

  lease(request: LeaseRequest): Promise<readonly Lease[]> {
    return this.#call("lease", request);
  }

  complete(completions: readonly Completion[]): Promise<AddOutcome> {
    return this.#call("complete", packBodies(completions));
  }

  release(hosts: readonly HostReturn[]): Promise<void> {
    return this.#call("release", hosts);
  }

  extend(): Promise<void> {
    return this.#call("extend", undefined);
  }

  statistics(): Promise<FrontierStatistics> {
    return this.#call("statistics", undefined);
  }

  /** Lets go of the lock and ends the thread. What was called before is done first. */
  async close(): Promise<void> {
    try {
      await this.#call("close", undefined);
    } finally {
      await this.#endThread();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.close();
    } catch (error) {
      // Whoever called what failed before has that error, and it says more than this one.
      if (!this.#hasFailed) throw error;
    }
  }

  async #endThread(): Promise<void> {
    const releaseClock = holdClock("the end of the store's thread");
    try {
      await this.#worker.terminate();
    } finally {
      releaseClock();
    }
  }

  async #call<M extends StoreMethod>(method: M, argument: StoreArgument<M>): Promise<StoreValue<M>> {
    // The thread answers each method with what the writer's method returns.
    return (await this.#post(method, argument)) as StoreValue<M>;
  }

  #post(method: StoreCall["method"], argument: unknown): Promise<unknown> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.set(id, { resolve, reject, releaseClock: holdClock("the store of a collection") });
    // Only an unanswered call keeps the process alive.
    if (this.#pending.size === 1) this.#worker.ref();
    this.#worker.postMessage({ id, method, argument } satisfies StoreCall);
    return promise;
  }

  #settle(reply: StoreReply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (this.#pending.size === 0) this.#worker.unref();
    pending?.releaseClock();
    if (reply.error === undefined) pending?.resolve(reply.value);
    else {
      this.#hasFailed = true;
      pending?.reject(revive(reply.error));
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#hasFailed = true;
    for (const { reject, releaseClock } of this.#pending.values()) {
      releaseClock();
      reject(this.#failure);
    }
    this.#pending.clear();
  }
}

/**
 * Cuts each body to its own memory: cloning a view of a shared buffer would send the whole buffer to the thread.
 */
function packBodies(completions: readonly Completion[]): readonly Completion[] {
  return completions.map((completion) => {
    if (completion.kind !== "finished" || completion.outcome.body === null) return completion;
    const { body } = completion.outcome;
    if (body.byteLength === body.buffer.byteLength) return completion;
    return { ...completion, outcome: { ...completion.outcome, body: Uint8Array.prototype.slice.call(body) } };
  });
}

const revivable = { DirectoryError, StoreDamagedError, StoreGoneError, StoreVersionError, StoreWriteError };

function revive(error: NonNullable<StoreReply["error"]>): Error {
  if (error.name === "StoreLockedError") return new StoreLockedError(error.message, error.pid);
  if (Object.hasOwn(revivable, error.name)) {
    // Just found to be one of its keys.
    return new revivable[error.name as keyof typeof revivable](error.message);
  }
  const cause = new Error(error.message);
  if (error.stack !== undefined) cause.stack = error.stack;
  return error.own
    ? new CollectError(error.message)
    : new CollectError(`The store failed: ${error.message}`, { cause });
}
