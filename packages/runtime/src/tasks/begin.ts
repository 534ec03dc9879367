import { keepShape } from "../process/keep-shape.ts";
import { registry } from "../process/registry.ts";
import { type Ready, ready } from "../scheduling/ready.ts";
import { Scope } from "../scheduling/scope.ts";

/** A task, for what makes it begin. */
export interface Beginner {
  readonly scope: Scope;
  /** Runs it up to its first wait. Called in its scope, in a microtask that nothing else shares. */
  begin(): void;
}

/** Queues a task for its beginning: it begins when it has its turn, in the AsyncLocalStorage context of this call. */
export function beginSoon(task: Beginner): void {
  ready.push(new Beginning(task));
}

/** The beginning of one task; it holds the context of its creation. */
class Beginning implements Ready {
  /** Its turn only opens the gate. */
  readonly isQuiet = true;
  readonly #task: Beginner;
  readonly #open: (task: Begun) => void;

  constructor(task: Beginner) {
    this.#task = task;
    void new Promise(keepOpener).then(beginNow);
    this.#open = opener;
  }

  takeTurn(): Beginner {
    this.#open({ task: this.#task });
    return this.#task;
  }
}

/**
 * Tasks that are made together begin one after another in the context of that moment, through one gate that is made anew
 * for each: until its beginning a task then has no promise of its own.
 */
export class Batch implements Ready {
  readonly isQuiet = true;
  readonly #tasks: Beginner[] = [];
  #begun = 0;
  #open: ((batch: Begun) => void) | undefined;

  /** A task that is to begin with the batch. */
  add(task: Beginner): void {
    this.#tasks.push(task);
  }

  /** Queues them for their beginning. */
  start(): void {
    // While a scenario is explored, when each begins is one of the choices.
    if (this.#tasks.length < 2 || ready.pick !== undefined) return this.#tasks.forEach(beginSoon);
    this.#close();
    ready.push(this);
  }

  takeTurn(): Beginner {
    const task = this.task;
    if (this.#begun + 1 < this.#tasks.length) ready.pushFront(this);
    this.#open?.(this);
    return task;
  }

  /** The one that begins next. */
  get task(): Beginner {
    return this.#tasks[this.#begun] as Beginner; // asked only while some are left
  }

  /** One begins; the gate for the next is made while the context is still that of the start. */
  passed(): void {
    if (++this.#begun < this.#tasks.length) this.#close();
  }

  #close(): void {
    void new Promise(keepOpener).then(beginNow);
    this.#open = opener;
  }
}

/** What comes through a gate; not the task itself, which a promise would wait for. */
interface Begun {
  readonly task: Beginner;
  passed?(): void;
}

let opener: (begun: Begun) => void;
const keepOpener = (resolve: (begun: Begun) => void): void => void (opener = resolve);

/** A gate is open. What the task enters ends with this microtask. */
const beginNow = (begun: Begun): void => {
  const { task } = begun;
  begun.passed?.();
  registry.scopes.enterWith(task.scope);
  task.begin();
};

const sample: Beginner = { scope: new Scope(undefined, undefined), begin() {} };
keepShape(new Beginning(sample));
const sampleBatch = new Batch();
sampleBatch.add(sample);
keepShape(sampleBatch);
