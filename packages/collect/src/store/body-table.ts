import { hash } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";

import type { Completion } from "../frontier.ts";
import { Segments } from "./segments.ts";
import type { StoreFiles } from "./store-files.ts";

/** The bodies of a store: equal ones are stored once, found by their SHA-256. */
export class BodyTable {
  readonly #segments: Segments;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #setLength: StatementSync;
  #appended = false;

  constructor(database: DatabaseSync, files: StoreFiles) {
    this.#find = database.prepare("SELECT id FROM body WHERE sha256 = ?");
    this.#insert = database.prepare("INSERT INTO body (sha256, segment, offset, length) VALUES (?, ?, ?, ?)");
    this.#setLength = database.prepare("INSERT OR REPLACE INTO segment (id, length) VALUES (?, ?)");
    const rows = database.prepare("SELECT id, length FROM segment ORDER BY id").all();
    this.#segments = new Segments(files, new Map(rows.map((row) => [Number(row["id"]), Number(row["length"])])));
  }

  /** Puts the bodies on disk, then enters them; returns the id of the body of each page that has one. */
  store(completions: readonly Completion[]): Map<number, number> {
    const ids = new Map<number, number>();
    const fresh = new Map<string, { digest: Uint8Array; bytes: Uint8Array; pages: number[] }>();
    for (const completion of completions) {
      if (completion.kind !== "finished" || completion.outcome.body === null) continue;
      const bytes = completion.outcome.body;
      const digest = hash("sha256", bytes, "buffer");
      const known = this.#find.get(digest);
      if (known !== undefined) ids.set(completion.id, Number(known["id"]));
      else gather(fresh, digest, bytes, completion.id);
    }
    this.#append([...fresh.values()], ids);
    return ids;
  }

  /** Enters the length of the current segment; belongs to the end of every transaction. */
  enterLength(): void {
    if (!this.#appended) return;
    const { id, length } = this.#segments.current;
    this.#setLength.run(id, length);
  }

  commit(): void {
    this.#segments.commit();
    this.#appended = false;
  }

  rewind(): void {
    if (this.#appended) this.#segments.rewind();
    this.#appended = false;
  }

  close(): void {
    this.#segments.close();
  }

  #append(
    fresh: readonly { digest: Uint8Array; bytes: Uint8Array; pages: readonly number[] }[],
    ids: Map<number, number>,
  ): void {
    if (fresh.length === 0) return;
    this.#appended = true;
    const places = this.#segments.append(fresh.map(({ bytes }) => bytes));
    // A body row refers to its segment, so the segment's row comes first.
    this.enterLength();
    places.forEach(({ segment, offset, length }, index) => {
      const body = fresh[index];
      if (body === undefined) return;
      const { lastInsertRowid } = this.#insert.run(body.digest, segment, offset, length);
      for (const page of body.pages) ids.set(page, Number(lastInsertRowid));
    });
  }
}

function gather(
  fresh: Map<string, { digest: Uint8Array; bytes: Uint8Array; pages: number[] }>,
  digest: Buffer,
  bytes: Uint8Array,
  page: number,
): void {
  const key = digest.toString("latin1");
  const same = fresh.get(key);
  if (same === undefined) fresh.set(key, { digest, bytes, pages: [page] });
  else same.pages.push(page);
}
