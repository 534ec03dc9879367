import { describeValue } from "../errors/describe-value.ts";
import { RuntimeError } from "../errors/errors.ts";
import { ambientRun, currentRun, type RunState } from "../scheduling/run-state.ts";
import { Scope } from "../scheduling/scope.ts";

/** Options that every primitive takes. */
export interface PrimitiveOptions {
  /** Name in trees and errors, such as `urls` in `Queue.get of 'urls'`. @default none */
  readonly name?: string | undefined;
}

/**
 * The run that a primitive belongs to while tasks wait at it or hold it. Idle it belongs to nobody.
 * Two runs that shared one would wake each other's tasks across two clocks, and neither could see that it is stuck.
 */
export class HomeRun {
  /** Class of the primitive, for messages. */
  readonly kind: string;
  /** Name of the primitive. */
  readonly name: string | undefined;
  #run: RunState = ambientRun;

  constructor(kind: string, options: PrimitiveOptions) {
    if (typeof options !== "object" || options === null) {
      throw new TypeError(
        `The options of this ${kind} must be an object, such as { name: "till" }, not ${describeValue(options)}`,
      );
    }
    const { name } = options;
    if (name !== undefined && typeof name !== "string") {
      throw new TypeError(`The name of this ${kind} must be a string, not ${describeValue(name)}`);
    }
    this.kind = kind;
    this.name = name;
  }

  /** The primitive in words, at the start of a sentence. */
  get label(): string {
    return this.name === undefined ? `This ${this.kind}` : `${this.kind} '${this.name}'`;
  }

  /** The same within a sentence. */
  get labelWithin(): string {
    return this.name === undefined ? `this ${this.kind}` : this.label;
  }

  /** The primitive in words, inside a list. */
  get words(): string {
    return this.name === undefined ? this.kind : `${this.kind} '${this.name}'`;
  }

  /** Whether the run it belonged to last has ended. */
  get ended(): boolean {
    return this.#run.ended;
  }

  /**
   * Before the caller waits or holds: takes an idle primitive into the current run.
   *
   * @param inUse - whether somebody waits or holds now
   * @throws RuntimeError when it is in use in another run
   */
  enter(inUse: boolean): void {
    const run = currentRun();
    if (run === this.#run) return;
    if (inUse && this.#owner() !== run) throw this.#foreign();
    this.#run = run;
  }

  /**
   * Before the caller wakes others. Code outside tasks may do that whatever the run: a signal handler or a listener
   * often has lost its context.
   *
   * @throws RuntimeError when it is in use in another run
   */
  visit(inUse: boolean): void {
    if (!inUse) return;
    const run = currentRun();
    if (run !== this.#run && run !== this.#owner() && Scope.current() !== undefined) throw this.#foreign();
  }

  /** What the contexts of an ended run still do, they do in the ambient one. */
  #owner(): RunState {
    return this.#run.ended ? ambientRun : this.#run;
  }

  #foreign(): RuntimeError {
    const where = this.#run.ended ? "a run that has ended without giving it back" : "another run";
    return new RuntimeError(
      `${this.label} is in use in ${where}; tasks of two runs cannot share one at the same time, so make one for each run`,
    );
  }
}
