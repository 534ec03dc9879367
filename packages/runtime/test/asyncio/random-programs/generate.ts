import type { RandomProgram, Statement, Until } from "./statement.ts";

const untils: readonly Until[] = ["allCompleted", "firstCompleted", "firstException"];

/** Numbers in [0, 1) that follow from a seed. */
function numbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const most = 9;

/** The programs of these seeds and greater ones sleep for no time more often than not, and spare less when they cancel. */
export const yieldingFrom = 100_000;

/** Makes programs: the same one for the same seed. */
export function generate(seed: number): RandomProgram {
  return new Generator(seed).program();
}

class Generator {
  readonly #next: () => number;
  readonly #functions: (readonly Statement[])[] = [];
  /** Whether tasks are cancelled and run into timeouts. Then conditions are left out: there Baedal differs from asyncio on purpose. */
  readonly #cancels: boolean;
  /** Whether most sleeps only let others go on, and barriers and gathers that fail meet cancellations. */
  readonly #yields: boolean;
  /** Whether gathers only give errors as results, and barriers are left out. */
  readonly #spares: boolean;
  #made = 0;
  /** Who alone gets from, and who alone puts into, each queue: asyncio lets others jump the line. */
  readonly #getters: (number | undefined)[] = [undefined, undefined];
  readonly #putters: (number | undefined)[] = [undefined, undefined];
  #self = 0;
  /** How many bodies stand around that JavaScript cannot return out of. */
  #enclosed = 0;
  /** How many timeouts stand around. */
  #timeouts = 0;

  constructor(seed: number) {
    this.#next = numbers(seed);
    this.#yields = seed >= yieldingFrom;
    this.#cancels = this.#next() < 0.75;
    this.#spares = this.#cancels && !this.#yields;
  }

  program(): RandomProgram {
    const open = [0];
    this.#made = 1;
    for (let self = open.shift(); self !== undefined; self = open.shift()) {
      this.#self = self;
      const before = this.#made;
      this.#functions[self] = this.#body(self === 0 ? 7 : 4, 0);
      for (let child = before; child < this.#made; child++) open.push(child);
    }
    return { functions: this.#functions, queueSizes: [this.#below(3), 1], cancels: this.#cancels };
  }

  #below(count: number): number {
    return Math.floor(this.#next() * count);
  }

  #of<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)] as T; // in range
  }

  #time(): number {
    return 1 + this.#below(400);
  }

  #sleepTime(): number {
    const time = this.#time();
    return this.#yields && time <= 240 ? 0 : time;
  }

  #body(length: number, depth: number): Statement[] {
    const statements: Statement[] = [];
    const count = 1 + this.#below(length);
    for (let index = 0; index < count; index++) statements.push(this.#statement(depth));
    return statements;
  }

  #enclosedBody(length: number, depth: number): Statement[] {
    this.#enclosed++;
    const body = this.#body(length, depth);
    this.#enclosed--;
    return body;
  }

  /** A function that nobody has started yet. */
  #fresh(): number | undefined {
    return this.#made < most ? this.#made++ : undefined;
  }

  /** A function with a greater number, perhaps one that never becomes a task: so nobody waits in a circle. */
  #later(): number {
    return this.#self + 1 + this.#below(Math.max(1, most - this.#self - 1));
  }

  #several(): number[] {
    const children: number[] = [];
    for (let count = 1 + this.#below(3); count > 0; count--) {
      const child = this.#fresh();
      if (child !== undefined) children.push(child);
    }
    return children;
  }

  #timeout(depth: number): Statement {
    const level = this.#timeouts++;
    const body = this.#enclosedBody(3, depth + 1);
    this.#timeouts--;
    return { do: "timeout", time: this.#time(), level, body };
  }

  #statement(depth: number): Statement {
    const kind = this.#of(
      depth > 2 ? simple : this.#cancels ? [...simple, ...compound, ...cancelling] : [...simple, ...compound],
    );
    return this.#ofKind(kind, depth) ?? { do: "say" };
  }

  #ofKind(kind: string, depth: number): Statement | undefined {
    const which = this.#below(2);
    switch (kind) {
      case "say":
        return { do: "say" };
      case "sleep":
        return { do: "sleep", time: this.#sleepTime() };
      case "spawn":
      case "call": {
        const child = this.#fresh();
        return child === undefined ? undefined : { do: kind, child };
      }
      case "waitFor": {
        const child = this.#fresh();
        return child === undefined ? undefined : { do: kind, child, time: this.#time() };
      }
      case "join":
      case "shield":
      case "callback":
        return { do: kind, child: this.#later() };
      case "cancel":
        return { do: "cancel", child: this.#below(most), message: "" };
      case "gather": {
        const children = this.#several();
        return { do: "gather", children, errorsAsResults: this.#spares || this.#next() < 0.3 };
      }
      case "asCompleted":
        return { do: "asCompleted", children: this.#several() };
      case "wait": {
        const children = [...new Set([this.#later(), this.#later(), this.#later()])];
        return { do: "wait", children, until: this.#of(untils), time: this.#next() < 0.4 ? this.#time() : undefined };
      }
      case "group":
        return { do: "group", children: this.#several(), body: this.#enclosedBody(3, depth + 1) };
      case "timeout":
        return this.#timeout(depth);
      case "reschedule":
        if (this.#timeouts === 0) return undefined;
        return { do: "reschedule", time: this.#time() - 100, level: this.#below(this.#timeouts) };
      case "hold":
        return { do: "hold", what: this.#of(["lock", "semaphore"]), which, body: this.#body(3, depth + 1) };
      case "swallow":
      case "rethrow":
      case "cleanUp":
      case "catchError":
        return { do: kind, body: this.#body(3, depth + 1), then: this.#enclosedBody(2, 3) };
      case "event":
        return { do: "event", act: this.#of(["wait", "set", "clear"]), which };
      case "future":
        return { do: "future", act: this.#of(["wait", "wait", "set", "fail", "cancel"]), which };
      case "put":
      case "putNowait":
        if ((this.#putters[which] ??= this.#self) !== this.#self) return undefined;
        return { do: kind, which };
      case "get":
      case "getNowait":
      case "taskDone":
        if ((this.#getters[which] ??= this.#self) !== this.#self) return undefined;
        return { do: kind, which };
      case "joinQueue":
      case "shutdown":
        return { do: kind, which };
      case "notified":
      case "notifiedOfFlag":
      case "flag":
      case "notify":
      case "notifyAll":
        return this.#cancels ? undefined : { do: kind };
      case "barrier":
        return this.#spares ? undefined : { do: "barrier" };
      case "count":
        return { do: "count" };
      case "uncancel":
        return { do: "uncancel" };
      case "fail":
        return this.#enclosed > 0 || this.#next() < 0.5 ? { do: "fail" } : { do: "return" };
      default:
        return undefined;
    }
  }
}

const simple = [
  ...["sleep", "sleep", "sleep", "sleep", "say", "say", "spawn", "join", "join", "event", "event", "future", "future"],
  ...["put", "put", "get", "get", "putNowait", "getNowait", "taskDone", "joinQueue", "shutdown", "wait", "shield"],
  ...["notified", "notifiedOfFlag", "notify", "notifyAll", "flag", "barrier", "fail", "callback"],
];
const compound = [
  ...["spawn", "spawn", "spawn", "call", "gather", "asCompleted", "group", "hold", "hold", "hold"],
  ...["swallow", "rethrow", "cleanUp", "catchError", "catchError", "wait"],
];
const cancelling = [
  "cancel",
  "cancel",
  "cancel",
  "waitFor",
  "timeout",
  "timeout",
  "count",
  "uncancel",
  "swallow",
  "cleanUp",
  "reschedule",
];
