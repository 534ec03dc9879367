import type { DatabaseSync, StatementSync } from "node:sqlite";

import { fingerprint } from "../fingerprint.ts";
import type { AddOutcome, FrontierEntry, Lease, LeasedPage, Origin } from "../frontier.ts";
import { hostOf } from "../normalize-url.ts";
import type { HostRow, HostTable } from "./host-table.ts";
import { SeenTable } from "./seen-table.ts";
import { validatorsOf } from "./validators.ts";

/** The numbers that `page.origin` holds. */
const origins: readonly Origin[] = ["given", "link", "sitemap"];

/** The pages of a store, and which of them are handed out. */
export class PageTable {
  readonly #hosts: HostTable;
  /** URLs of one host, given by hand or not, after which those that were not given are left out. */
  mostPerHost: number = Infinity;
  /** Ids of the pages that are handed out and not completed, by host. */
  readonly #leased = new Map<number, Set<number>>();
  readonly #seen: SeenTable;
  readonly #insert: StatementSync;
  readonly #promote: StatementSync;
  readonly #queued: StatementSync;
  readonly #hostOf: StatementSync;
  readonly #finish: StatementSync;
  readonly #failedBefore: StatementSync;
  readonly #attempts: StatementSync;
  readonly #hops: StatementSync;

  constructor(database: DatabaseSync, hosts: HostTable) {
    this.#hosts = hosts;
    this.#seen = new SeenTable(database);
    this.#insert = database.prepare(
      "INSERT INTO page (url, fingerprint, host, depth, origin, referrer) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#promote = database.prepare("UPDATE page SET origin = 0, depth = 0 WHERE id = ?");
    this.#queued = database.prepare(
      `SELECT page.id, url, depth, origin, page.attempts, result.page AS recorded FROM page
       LEFT JOIN result ON result.page = page.id
       WHERE host = ? AND state = 0 ORDER BY depth, page.id LIMIT ?`,
    );
    this.#hostOf = database.prepare("SELECT host, state FROM page WHERE id = ?");
    this.#finish = database.prepare("UPDATE page SET state = ?, attempts = 0 WHERE id = ?");
    this.#failedBefore = database.prepare("SELECT error_code FROM result WHERE page = ?");
    this.#attempts = database.prepare("UPDATE page SET attempts = ? WHERE id = ? AND attempts <> ?");
    this.#hops = database.prepare("SELECT hops FROM result WHERE page = ? AND error_code IS NULL");
  }

  /** Queues what is not known yet, as far as its host may have more. A URL that was only a link until now and is given by hand counts as given. */
  add(entries: readonly FrontierEntry[], referrer: number | null): AddOutcome {
    const queuedByHost = new Map<string, number>();
    let added = 0;
    for (const entry of entries) {
      if (!this.#addOne(entry, referrer)) continue;
      added += 1;
      const host = hostOf(entry.url);
      queuedByHost.set(host, (queuedByHost.get(host) ?? 0) + 1);
    }
    return { added, known: entries.length - added, queuedByHost };
  }

  /** Hands out up to `count` queued pages of a host that are not handed out yet. */
  lease(host: HostRow, count: number): Lease {
    const leased = this.#leasedOf(host.id);
    const pages: LeasedPage[] = [];
    // The ones already handed out come first in the same order, so this never reads more than twice the window.
    for (const row of this.#queued.all(host.id, count + leased.size)) {
      if (pages.length === count) break;
      const id = Number(row["id"]);
      if (leased.has(id)) continue;
      leased.add(id);
      pages.push(this.#pageOf(row));
    }
    const { name, start, notBefore } = host;
    return { host: name, start, notBefore, pages, left: host.queued - leased.size };
  }

  /** Marks a queued page as finished; false when it was already. */
  finish(id: number, failed: boolean, keepsRecord: boolean): boolean {
    const row = this.#hostOf.get(id);
    if (row === undefined || row["state"] !== 0) return false;
    const isFailed = keepsRecord ? typeof this.#failedBefore.get(id)?.["error_code"] === "string" : failed;
    this.#finish.run(isFailed ? 2 : 1, id);
    this.#leased.get(Number(row["host"]))?.delete(id);
    this.#hosts.count(this.#hosts.byId(Number(row["host"])), -1, isFailed ? 0 : 1, isFailed ? 1 : 0);
    return true;
  }

  /** Takes a page back unfinished, with the attempts made so far. */
  giveBack(id: number, attempts: number): void {
    const row = this.#hostOf.get(id);
    if (row === undefined) return;
    this.#leased.get(Number(row["host"]))?.delete(id);
    this.#attempts.run(attempts, id, attempts);
  }

  /** Writes what has gathered; belongs to the end of every transaction. */
  flush(): void {
    this.#seen.flush();
  }

  /** The transaction was rolled back: what is in memory may never have been true. */
  forgetChanges(): void {
    this.#seen.forgetChanges();
  }

  /** Nothing of this host is handed out any more. */
  forget(host: HostRow): void {
    this.#leased.delete(host.id);
  }

  #addOne({ url, depth, origin, start }: FrontierEntry, referrer: number | null): boolean {
    const print = fingerprint(url);
    const known = this.#seen.find(url, print);
    if (start ?? origin === "given") this.#hosts.markStart(this.#hosts.byName(hostOf(url)));
    if (known !== undefined) {
      if (origin === "given" && known.origin !== 0) this.#promote.run(known.id);
      return false;
    }
    const host = this.#hosts.byName(hostOf(url));
    if (origin !== "given" && host.total >= this.mostPerHost) return false;
    const { lastInsertRowid } = this.#insert.run(url, print, host.id, depth, origins.indexOf(origin), referrer);
    this.#seen.add(print, Number(lastInsertRowid));
    this.#hosts.count(host, 1, 0, 0);
    return true;
  }

  #leasedOf(host: number): Set<number> {
    const known = this.#leased.get(host);
    if (known !== undefined) return known;
    const leased = new Set<number>();
    this.#leased.set(host, leased);
    return leased;
  }

  #pageOf(row: Record<string, unknown>): LeasedPage {
    const id = Number(row["id"]);
    return {
      id,
      url: String(row["url"]),
      depth: Number(row["depth"]),
      origin: origins[Number(row["origin"])] ?? "given",
      attempts: Number(row["attempts"]),
      validators: row["recorded"] === null ? undefined : validatorsOf(this.#hops.get(id)?.["hops"]),
    };
  }
}
