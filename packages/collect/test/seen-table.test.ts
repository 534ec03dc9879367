import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FingerprintMap } from "../dist/store/fingerprint-map.js";
import { schema } from "../dist/store/schema.js";
import { SeenTable } from "../dist/store/seen-table.js";

/** What may happen to a store, one after the other: each a transaction, or the end of the process. */
type Step =
  | { readonly kind: "add"; readonly urls: readonly number[]; readonly lost: boolean }
  | { readonly kind: "crash" };

const steps = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant("add" as const), urls: fc.array(fc.nat(200)), lost: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: "crash" }) },
  ),
  { minLength: 1, maxLength: 60 },
);

/** So few that URLs share them. */
const printOf = (url: number): number => (url % 50) * 1000;

class Store {
  readonly database = new DatabaseSync(":memory:");
  readonly #generation: number;
  #seen: SeenTable;

  constructor(generation: number) {
    this.database.exec(schema);
    this.database.exec("INSERT INTO host (id, name) VALUES (1, 'shop.example:80')");
    this.#generation = generation;
    this.#seen = new SeenTable(this.database, generation);
  }

  /** What was not committed is gone, and what was in memory as well. */
  crash(): void {
    this.#seen = new SeenTable(this.database, this.#generation);
  }

  /** Adds what is not known; `lost` rolls it back. Returns the ids of all. */
  add(urls: readonly number[], lost: boolean): number[] {
    const insert = this.database.prepare(
      "INSERT INTO page (url, fingerprint, host, depth, origin) VALUES (?, ?, 1, 0, 1)",
    );
    this.database.exec("BEGIN");
    const ids = urls.map((url) => {
      const known = this.#seen.find(String(url), printOf(url));
      if (known !== undefined) return known.id;
      const id = Number(insert.run(String(url), printOf(url)).lastInsertRowid);
      this.#seen.add(printOf(url), id);
      return id;
    });
    this.#seen.flush();
    this.database.exec(lost ? "ROLLBACK" : "COMMIT");
    if (lost) this.#seen.forgetChanges();
    return ids;
  }

  /** Pages that the index should have and has not. */
  missing(): number {
    const row = this.database.prepare(
      `SELECT count(*) AS n FROM page WHERE id <= coalesce((SELECT value FROM meta WHERE key = 'seen'), 0)
       AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.page = page.id AND seen.fingerprint = page.fingerprint)`,
    );
    return Number(row.get()?.["n"]);
  }
}

test("whatever is rolled back and wherever the process ends, each URL has one page, and it is found", () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 40 }), (all, generation) => {
      const store = new Store(generation);
      const committed = new Map<number, number>();
      for (const step of all) {
        if (step.kind === "crash") store.crash();
        else {
          const ids = store.add(step.urls, step.lost);
          if (!step.lost)
            for (const [index, url] of step.urls.entries()) {
              expect(ids[index]).toBe(committed.get(url) ?? ids[index]);
              committed.set(url, ids[index] ?? 0);
            }
        }
        expect(store.missing()).toBe(0);
      }
      expect(new Set(committed.values()).size).toBe(committed.size);
      const rows = store.database.prepare("SELECT count(*) AS n FROM page").get();
      expect(rows?.["n"]).toBe(committed.size);
    }),
    { numRuns: 300 },
  );
});

test("nothing known is written again, and generations end", () => {
  const store = new Store(1000);
  const urls = Array.from({ length: 500 }, (_, index) => index);
  for (let round = 0; round < 12; round += 1)
    store.add(
      urls.map((url) => url + round * 500),
      false,
    );
  const { value } = store.database.prepare("SELECT value FROM meta WHERE key = 'seen'").get() ?? {};
  expect(Number(value)).toBeGreaterThanOrEqual(3000);
  store.add(urls, false);
  expect(store.database.prepare("SELECT count(*) AS n FROM page").get()?.["n"]).toBe(6000);
});

test("a map of fingerprints keeps what a Map of lists keeps, also after it was emptied", () => {
  const map = new FingerprintMap();
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3000), fc.nat(2 ** 48)), { maxLength: 3000 }), (entries) => {
      map.clear();
      const expected = new Map<number, number[]>();
      for (const [print, id] of entries) {
        map.add(print * 2048, id);
        expected.set(print * 2048, [...(expected.get(print * 2048) ?? []), id]);
      }
      expect(map.size).toBe(entries.length);
      for (const [print, ids] of expected) expect([...map.idsOf(print)]).toEqual(ids);
      expect(map.idsOf(7)).toEqual([]);
      expect([...map.sorted()]).toEqual(entries.map(([print]) => print * 2048).toSorted((a, b) => a - b));
    }),
    { numRuns: 50 },
  );
});
