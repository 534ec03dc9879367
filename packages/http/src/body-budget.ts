/** How much bodies may hold together. */
export interface BodyBudgetOptions {
  /** Bytes of all bodies together, after decoding, besides what each holds freely. */
  readonly bytes: number;
  /**
   * Bytes that each body may hold without being counted, so that small ones never wait for large ones.
   * @default 256 KiB
   */
  readonly free?: number;
}

/** How a budget stands. */
export interface BodyBudgetStatistics {
  /** Bytes that count: of bodies that are coming, beyond what is free, and those held by `hold`. */
  readonly used: number;
  /** Those held by `hold`. */
  readonly held: number;
  /** Bodies that wait for room. */
  readonly waiting: number;
}

/**
 * Bounds the memory of buffered bodies while they come in, of one session or of several. A body that finds no room is not
 * read from its socket until there is some, first come, first served; meanwhile neither `timeout.read` nor
 * `timeout.total` runs.
 *
 * So that bodies which all wait cannot wait for each other for ever, the one that has waited longest may exceed the
 * budget: the most that is held is `bytes` and one body, besides what is free.
 *
 * @example
 * ```ts
 * import { BodyBudget, ClientSession } from "@baedal/http";
 *
 * const bodyBudget = new BodyBudget({ bytes: 64 * 1024 * 1024 });
 * await using session = new ClientSession({ bodyBudget });
 * console.log(bodyBudget.statistics().waiting); // 0
 * ```
 */
export class BodyBudget {
  readonly #bytes: number;
  readonly #free: number;
  /** Accounts that wait, the longest first. */
  readonly #waiting = new Set<BodyAccount>();
  /** The one that may exceed the budget, for it had waited longest. */
  #elder: BodyAccount | undefined;
  #used = 0;
  #held = 0;

  /** @throws TypeError for what is no number of bytes */
  constructor({ bytes, free = 256 * 1024 }: BodyBudgetOptions) {
    this.#bytes = bytesOf(bytes, "bytes");
    this.#free = bytesOf(free, "free");
  }

  statistics(): BodyBudgetStatistics {
    return { used: this.#used, held: this.#held, waiting: this.#waiting.size };
  }

  /**
   * Counts bytes that have come and are still needed, such as a body on its way to the disk, until the result is disposed
   * of. While what is held exceeds the budget by itself, no waiting body goes on.
   */
  hold(bytes: number): Disposable {
    this.#held += bytes;
    this.#used += bytes;
    let left = bytes;
    return {
      [Symbol.dispose]: () => {
        this.#held -= left;
        this.#used -= left;
        left = 0;
        this.#review();
      },
    };
  }

  /** @internal Books for one body; `goOn` is called when there is room after there was none. */
  open(goOn: () => void): BodyAccount {
    return new BodyAccount(this.#free, goOn, {
      take: (account, bytes) => this.#take(account, bytes),
      close: (account, bytes) => this.#close(account, bytes),
    });
  }

  #take(account: BodyAccount, bytes: number): boolean {
    this.#used += bytes;
    if (account === this.#elder || this.#used <= this.#bytes) return true;
    this.#waiting.add(account);
    this.#review();
    return !this.#waiting.has(account);
  }

  #close(account: BodyAccount, bytes: number): void {
    this.#used -= bytes;
    this.#waiting.delete(account);
    if (this.#elder === account) this.#elder = undefined;
    this.#review();
  }

  #review(): void {
    for (const account of this.#waiting) {
      if (this.#used > this.#bytes) {
        if (this.#elder !== undefined || this.#held > this.#bytes) return;
        this.#elder = account;
      }
      this.#waiting.delete(account);
      // Room comes about in the middle of what the engine does for another body, and it takes no orders there.
      queueMicrotask(account.goOn);
    }
  }
}

function bytesOf(value: number, name: string): number {
  if (Number.isInteger(value) && value >= 0) return value;
  throw new TypeError(`${name} of a BodyBudget must be a whole number of bytes, not ${String(value)}`);
}

interface Books {
  take(account: BodyAccount, bytes: number): boolean;
  close(account: BodyAccount, bytes: number): void;
}

/** @internal What one body holds of a budget. */
export class BodyAccount {
  readonly goOn: () => void;
  readonly #books: Books;
  /** Bytes that still come freely. */
  #free: number;
  #counted = 0;

  constructor(free: number, goOn: () => void, books: Books) {
    this.#free = free;
    this.goOn = goOn;
    this.#books = books;
  }

  /** Bytes have come. False when no more may be read until `goOn` is called. */
  take(bytes: number): boolean {
    const free = Math.min(this.#free, bytes);
    this.#free -= free;
    if (bytes === free) return true;
    this.#counted += bytes - free;
    return this.#books.take(this, bytes - free);
  }

  /** Nothing is held any more. */
  close(): void {
    const counted = this.#counted;
    this.#counted = 0;
    this.#free = Infinity;
    this.#books.close(this, counted);
  }
}
