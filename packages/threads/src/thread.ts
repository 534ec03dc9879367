import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  type ResourceLimits,
  type Transferable,
} from "node:worker_threads";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { crashBy, describeCrash, type Crash } from "./crash.ts";
import {
  NotCloneableError,
  ThreadCrashedError,
  ThreadError,
  UnknownFunctionError,
  WorkerModuleError,
} from "./errors.ts";
import { loadProblem } from "./module-url.ts";
import { notCloneableArgument } from "./not-cloneable-argument.ts";
import type { Outcome, Work } from "./protocol.ts";
import { reviveThrown } from "./revive-thrown.ts";

const entry = fileURLToPath(new URL("./thread-entry.js", import.meta.url));

/** What a thread is to do. */
export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
  /** The parts of the arguments that are moved, not copied. */
  readonly moved: readonly Transferable[];
}

/**
 * One thread, which does one job at a time.
 *
 * It is a piscina pool of exactly one: piscina leaves jobs that stand in its queue behind a thread that is stopped or
 * crashes where they are, for ever, and does not tell which job a thread has. So jobs queue in front of it, and when
 * its thread ends the pool ends too, instead of starting another.
 */
export class Thread {
  readonly #url: string;
  readonly #piscina: Piscina;
  /** Our end of the port for outcomes. Nobody listens there: an outcome is fetched when piscina says that the job is done. */
  readonly #outcomes: MessagePort;
  /** The other end, until the first job has taken it along. */
  #outcomesThere: MessagePort | undefined;
  #state: "idle" | "busy" | "ending" = "idle";
  #crash: Crash | undefined = undefined;

  /**
   * @param gone - called when the thread has ended, for whatever reason
   * @throws the error of Node if no thread can be started
   */
  constructor(url: string, resourceLimits: ResourceLimits, gone: (thread: Thread) => void) {
    this.#url = url;
    this.#piscina = new Piscina({
      filename: entry,
      name: "work",
      minThreads: 1,
      maxThreads: 1,
      resourceLimits,
      // With it the loop of a thread stands still between jobs, with everything that a job left running.
      atomics: "disabled",
      recordTiming: false,
    });
    const { port1, port2 } = new MessageChannel();
    this.#outcomes = port1;
    this.#outcomesThere = port2;
    this.#watch(gone);
  }

  /** Whether it takes another job. */
  get free(): boolean {
    return this.#state === "idle";
  }

  /** Does one job; call it only while the thread is free. It takes no other before `release`. */
  async run({ name, args, moved }: Call): Promise<unknown> {
    this.#state = "busy";
    const outcome = await this.#perform({ name, args, moved });
    switch (outcome.kind) {
      case "returned":
        return outcome.value;
      case "threw":
        throw reviveThrown(outcome.thrown);
      case "unknown":
        throw new UnknownFunctionError(name, this.#url, outcome.functions);
      case "uncloneable":
        throw new NotCloneableError(name, `The result of ${name}`, reviveThrown(outcome.thrown));
      case "unloadable": {
        const cause = reviveThrown(outcome.thrown);
        throw new WorkerModuleError(name, this.#url, loadProblem(this.#url, cause), cause);
      }
    }
  }

  /** Makes it free again, after a job. */
  release(): void {
    if (this.#state === "busy") this.#state = "idle";
  }

  /** Ends the thread at once, whatever it does; only native code that runs in it is not interrupted. */
  stop(): void {
    if (this.#state === "ending") return;
    this.#state = "ending";
    void this.#piscina.destroy();
    this.#outcomesThere?.close();
    this.#outcomes.close();
  }

  async #perform({ name, args, moved }: Call): Promise<Outcome> {
    const outcomes = this.#outcomesThere;
    // An object: the type that piscina wants is not a list with these types of Node.
    const list: object = outcomes === undefined ? moved : [...moved, outcomes];
    const work: Work = { url: this.#url, name, args, outcomes };
    try {
      await this.#piscina.run(work, { transferList: list });
    } catch (error) {
      if (this.#crash !== undefined) throw new ThreadCrashedError(name, this.#crash);
      // A stopped thread says so, to nobody.
      throw this.#state === "ending" ? error : notCloneableArgument(name, args, moved, error);
    }
    this.#outcomesThere = undefined;
    return this.#fetchOutcome(name);
  }

  #fetchOutcome(name: string): Outcome {
    const received = receiveMessageOnPort(this.#outcomes);
    if (received === undefined) throw new ThreadError(name, `The result of ${name} could not be read in this thread`);
    return received.message as Outcome; // what thread-entry.ts posts
  }

  #watch(gone: (thread: Thread) => void): void {
    const [worker] = this.#piscina.threads;
    const ended = (crash: Crash): void => {
      if (this.#state !== "ending") this.#crash = crash;
      if (this.#state === "idle") this.#warn(crash);
      this.stop();
    };
    // Before piscina's own listeners, which would start another thread in its place.
    worker?.prependListener("error", (cause) => ended(crashBy(cause)));
    worker?.prependListener("exit", (exitCode) => {
      ended({ reason: "exit", exitCode });
      gone(this);
    });
    // What the thread told already.
    this.#piscina.on("error", () => undefined);
  }

  #warn(crash: Crash): void {
    process.emitWarning(`An idle thread of the WorkerPool of ${this.#url} ended: ${describeCrash(crash)}`, {
      type: "RuntimeWarning",
    });
  }
}
