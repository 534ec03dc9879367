import type { DatabaseSync, StatementSync } from "node:sqlite";

import { FingerprintMap } from "./fingerprint-map.ts";

/** Fingerprints that gather before they are entered; with one batch more they still fit into 2 ** 17 slots. */
const usualGeneration = 95_000;
/** How many are entered for each that was added meanwhile: the old generation is through long before the next is full. */
const pace = 4;
const smallestSlice = 2000;

/** The place of a URL that is known. */
export interface SeenPage {
  readonly id: number;
  /** As `page.origin` holds it. */
  readonly origin: number;
}

/**
 * Finds pages by the fingerprint of their URL.
 *
 * An index by fingerprint is written all over: of ten million URLs it has 50,000 pieces of a page, and each new URL is a
 * write to another one. So fingerprints gather in memory, a generation of them, and are entered in their order, so that
 * each piece is written once a generation. Nothing can be lost by that: a fingerprint stands in the row of its page as well,
 * and those of pages behind `meta.seen` are read again when the store is opened.
 */
export class SeenTable {
  readonly #database: DatabaseSync;
  readonly #generation: number;
  readonly #find: StatementSync;
  readonly #byId: StatementSync;
  readonly #enter: StatementSync;
  readonly #enteredUntil: StatementSync;
  /** Gathers. */
  #young = new FingerprintMap();
  /** Is being entered, a slice with each transaction; empty when it is through. */
  #old = new FingerprintMap();
  /** Its fingerprints in order; those before `#next` are entered. */
  #order: Float64Array = new Float64Array();
  #next = 0;
  /** The last page of the old generation, and of all. */
  #oldUntil = 0;
  #newest = 0;
  #addedSinceSlice = 0;

  constructor(database: DatabaseSync, generation: number = usualGeneration) {
    this.#database = database;
    this.#generation = generation;
    this.#find = database.prepare(
      "SELECT page.id, origin FROM seen JOIN page ON page.id = seen.page WHERE seen.fingerprint = ? AND url = ?",
    );
    this.#byId = database.prepare("SELECT id, origin FROM page WHERE id = ? AND url = ?");
    // After a crash some of a generation are there already; what stands twice in its order is entered twice.
    this.#enter = database.prepare("INSERT OR IGNORE INTO seen (fingerprint, page) VALUES (?, ?)");
    this.#enteredUntil = database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('seen', ?)");
    this.#load();
  }

  /** The page of a URL, if it is known. */
  find(url: string, fingerprint: number): SeenPage | undefined {
    for (const generation of [this.#young, this.#old]) {
      for (const id of generation.idsOf(fingerprint)) {
        const row = this.#byId.get(id, url);
        if (row !== undefined) return seenPage(row);
      }
    }
    const row = this.#find.get(fingerprint, url);
    return row === undefined ? undefined : seenPage(row);
  }

  /** A page was made. */
  add(fingerprint: number, id: number): void {
    this.#keep(fingerprint, id);
    this.#addedSinceSlice += 1;
  }

  /** Enters a slice, where there is something to enter; belongs to the end of every transaction. */
  flush(): void {
    if (this.#old.size === 0 && this.#young.size >= this.#generation) this.#beginToEnter();
    if (this.#old.size === 0 || this.#addedSinceSlice === 0) return;
    this.#enterSlice(Math.max(smallestSlice, pace * this.#addedSinceSlice));
    this.#addedSinceSlice = 0;
  }

  /** The transaction was rolled back: what is in memory may never have been true. */
  forgetChanges(): void {
    this.#young.clear();
    this.#old.clear();
    this.#addedSinceSlice = 0;
    this.#load();
  }

  #load(): void {
    const until = Number(this.#database.prepare("SELECT value FROM meta WHERE key = 'seen'").get()?.["value"] ?? 0);
    this.#newest = until;
    const rows = this.#database.prepare("SELECT id, fingerprint FROM page WHERE id > ? ORDER BY id").iterate(until);
    for (const { id, fingerprint } of rows) this.#keep(Number(fingerprint), Number(id));
  }

  #keep(fingerprint: number, id: number): void {
    this.#young.add(fingerprint, id);
    this.#newest = id;
  }

  #beginToEnter(): void {
    [this.#old, this.#young] = [this.#young, this.#old];
    this.#order = this.#old.sorted();
    this.#next = 0;
    this.#oldUntil = this.#newest;
  }

  #enterSlice(size: number): void {
    const end = Math.min(this.#order.length, this.#next + size);
    for (; this.#next < end; this.#next += 1) {
      const fingerprint = this.#order[this.#next] as number; // below its length
      for (const id of this.#old.idsOf(fingerprint)) this.#enter.run(fingerprint, id);
    }
    if (this.#next < this.#order.length) return;
    this.#enteredUntil.run(String(this.#oldUntil));
    this.#old.clear();
    this.#order = new Float64Array();
  }
}

function seenPage(row: Record<string, unknown>): SeenPage {
  return { id: Number(row["id"]), origin: Number(row["origin"]) };
}
