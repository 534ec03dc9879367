import { QuietTurns } from "./quiet-turns.ts";
import { SocketGrace } from "./socket-grace.ts";
import { watchRun } from "./watch-run.ts";

/** What the run asks of its clock. */
interface JumpingClock {
  /** Whether a deadline has come. */
  readonly isDue: boolean;
  /** Whether something holds time still. */
  readonly isHeld: boolean;
  /** Rings, after a jump to the next deadline if none has come; false if there is none. */
  advance(): boolean;
}

/** The run that is on a virtual clock. */
export class AttachedRun {
  readonly #watch: ReturnType<typeof watchRun>;
  readonly #clock: JumpingClock;
  readonly #stuck: () => void;
  readonly #turns: QuietTurns;
  readonly #grace: SocketGrace;
  readonly #events: Disposable;

  constructor(run: object, clock: JumpingClock, stuck: () => void) {
    this.#watch = watchRun(run);
    this.#clock = clock;
    this.#stuck = stuck;
    const { activity } = this.#watch;
    this.#turns = new QuietTurns(activity, (quiet) => this.#turn(quiet));
    this.#grace = new SocketGrace(activity, () => this.wake());
    this.#events = activity.onEvent(() => this.wake());
    this.wake();
  }

  wake(): void {
    this.#turns.wake();
  }

  detach(): void {
    this.#turns.stop();
    this.#grace.end();
    this.#events[Symbol.dispose]();
    this.#watch[Symbol.dispose]();
  }

  get inFlight(): Iterable<string> {
    return this.#watch.activity.inFlight();
  }

  /** Whether to turn on; if not, an event, the end of a hold or a new deadline goes on. */
  #turn(quiet: boolean): boolean {
    if (this.#clock.isDue) return this.#clock.advance();
    if (!quiet || this.#watch.activity.isAwaited) return true;
    if (this.#clock.isHeld || this.#grace.isNeeded()) return false;
    if (this.#clock.advance()) return true;
    if (this.#watch.activity.ticking) return false;
    // The tasks are cancelled, and go on or are given up at the next report.
    this.#stuck();
    return true;
  }
}
