import { hostname } from "node:os";
import type { DatabaseSync } from "node:sqlite";

import type {
  AddOutcome,
  Completion,
  FrontierEntry,
  FrontierStatistics,
  HostReturn,
  Lease,
  LeaseRequest,
} from "../frontier.ts";
import { BodyTable } from "./body-table.ts";
import { FileIdentity } from "./file-identity.ts";
import { markFollowed } from "./follow-mark.ts";
import { HostTable } from "./host-table.ts";
import { checkIntegrity, openForWriting, prepareDirectory } from "./open-database.ts";
import { PageTable } from "./page-table.ts";
import { requeue, type Requeue } from "./requeue.ts";
import { ResultTable } from "./result-table.ts";
import { storeFiles, type StoreFiles } from "./store-files.ts";
import { storeFailure, storeGone } from "./store-failure.ts";
import { ownerIn, StoreLock } from "./store-lock.ts";

/** What a run is, for the table of runs. */
export interface RunStart {
  readonly sequential: boolean;
  readonly requeue: Requeue;
  /** Links are followed. */
  readonly follow: boolean;
  /** URLs of one host, after which links and the entries of sitemaps are left out. */
  readonly mostPerHost: number;
}

/**
 * The one writer of a store: `Frontier` in plain synchronous calls, each one transaction. It lives in a thread of its
 * own (`store-thread.ts`), where waiting for the disk holds nobody up.
 */
export class StoreWriter {
  readonly #files: StoreFiles;
  readonly #lock: StoreLock;
  readonly #database: DatabaseSync;
  readonly #identity: FileIdentity;
  readonly #hosts: HostTable;
  readonly #pages: PageTable;
  readonly #bodies: BodyTable;
  readonly #results: ResultTable;
  #run = 0;

  /** Opens the store in `directory`, or makes it; puts right what a killed process left. */
  constructor(directory: string) {
    this.#files = storeFiles(directory);
    try {
      prepareDirectory(this.#files);
      this.#lock = new StoreLock(this.#files);
    } catch (error) {
      throw storeFailure(error, directory);
    }
    try {
      this.#database = openForWriting(this.#files);
      this.#identity = new FileIdentity(this.#files.database);
      if (ownerIn(this.#database) !== undefined) checkIntegrity(this.#database, this.#files);
      this.#bodies = new BodyTable(this.#database, this.#files);
      this.#hosts = new HostTable(this.#database);
      this.#pages = new PageTable(this.#database, this.#hosts);
      this.#results = new ResultTable(this.#database);
      this.#transaction(() => this.#enterOwner());
    } catch (error) {
      this.#lock[Symbol.dispose]();
      throw storeFailure(error, directory);
    }
  }

  /** Enters a run, and queues again what it is to collect again. */
  begin(start: RunStart): void {
    this.#pages.mostPerHost = start.mostPerHost;
    this.#transaction(() => {
      this.#database.exec(endKilledRuns);
      requeue(this.#database, start.requeue);
      markFollowed(this.#database, start.follow);
      const { lastInsertRowid } = this.#database
        .prepare("INSERT INTO run (started_at, sequential) VALUES (?, ?)")
        .run(Date.now(), start.sequential ? 1 : 0);
      this.#run = Number(lastInsertRowid);
    });
  }

  /** Enters how the run ended: "done", "stopped", or the budget's name. */
  end(ending: string): void {
    this.#transaction(() => {
      if (ending === "done") this.#database.prepare("DELETE FROM meta WHERE key = 'requeue'").run();
      this.#database.prepare("UPDATE run SET ended_at = ?, ending = ? WHERE id = ?").run(Date.now(), ending, this.#run);
    });
  }

  add(entries: readonly FrontierEntry[]): AddOutcome {
    return this.#transaction(() => this.#pages.add(entries, null));
  }

  lease(request: LeaseRequest): Lease[] {
    return this.#guarded(() => {
      const more = request.more.map(({ host, count }) => this.#pages.lease(this.#hosts.byName(host), count));
      const fresh = this.#hosts.lease(request.newHosts).map((host) => this.#pages.lease(host, request.window));
      return [...more, ...fresh];
    });
  }

  complete(completions: readonly Completion[]): AddOutcome {
    return this.#transaction(() => {
      const places = this.#bodies.store(completions);
      const outcome = { added: 0, known: 0, queuedByHost: new Map<string, number>() };
      for (const completion of completions) this.#completeOne(completion, places, outcome);
      return outcome;
    });
  }

  release(hosts: readonly HostReturn[]): void {
    this.#transaction(() => {
      for (const { host, notBefore, attempts = [] } of hosts) {
        for (const page of attempts) this.#pages.giveBack(page.id, page.attempts);
        const row = this.#hosts.byName(host);
        this.#pages.forget(row);
        this.#hosts.release(row, notBefore);
      }
    });
  }

  extend(): void {
    this.#transaction(() => {
      this.#database.prepare("UPDATE owner SET heartbeat_at = ?").run(Date.now());
    });
  }

  statistics(): FrontierStatistics {
    return this.#guarded(() => this.#hosts.statistics());
  }

  close(): void {
    try {
      if (this.#database.isOpen) {
        this.#database.prepare("DELETE FROM owner").run();
        this.#database.close();
      }
    } catch (error) {
      throw storeFailure(error, this.#files.directory);
    } finally {
      this.#bodies.close();
      this.#lock[Symbol.dispose]();
    }
  }

  #completeOne(completion: Completion, places: ReadonlyMap<number, number>, total: MutableOutcome): void {
    if (completion.kind === "returned") return this.#pages.giveBack(completion.id, completion.attempts);
    const failed = completion.kind === "finished" && completion.outcome.failed;
    // A page that is no longer queued has its record: a second completion must not touch it.
    if (!this.#pages.finish(completion.id, failed, completion.kind === "unchanged")) return;
    if (completion.kind === "unchanged") return this.#results.touch(completion.id, completion.fetchedAt, this.#run);
    this.#results.put(completion.id, this.#run, completion.outcome, places.get(completion.id) ?? null);
    if (completion.links.length === 0) return;
    const { added, known, queuedByHost } = this.#pages.add(completion.links, completion.id);
    total.added += added;
    total.known += known;
    for (const [host, count] of queuedByHost) total.queuedByHost.set(host, (total.queuedByHost.get(host) ?? 0) + count);
  }

  #enterOwner(): void {
    const now = Date.now();
    this.#database
      .prepare("INSERT OR REPLACE INTO owner (id, pid, machine, started_at, heartbeat_at) VALUES (1, ?, ?, ?, ?)")
      .run(process.pid, hostname(), now, now);
  }

  /** All of it or nothing, on disk when it returns. */
  #transaction<T>(body: () => T): T {
    return this.#guarded(() => {
      // The system lets us write on into a file that was deleted; the end of a run is a transaction too.
      if (!this.#identity.holds) throw storeGone(this.#files.directory);
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        const result = body();
        this.#hosts.flush();
        this.#pages.flush();
        this.#bodies.enterLength();
        this.#database.exec("COMMIT");
        this.#bodies.commit();
        return result;
      } catch (error) {
        this.#undo();
        throw error;
      }
    });
  }

  #undo(): void {
    // SQLite has already rolled back by itself after some errors, a full disk among them.
    if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
    this.#hosts.forgetChanges();
    this.#pages.forgetChanges();
    this.#bodies.rewind();
  }

  #guarded<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      throw storeFailure(error, this.#files.directory);
    }
  }
}

/** A run that could not enter its end itself ended with its last page, as far as anybody knows. */
const endKilledRuns = `
  UPDATE run SET ending = 'killed',
    ended_at = max(started_at, coalesce((SELECT max(fetched_at) FROM result WHERE result.run = run.id), 0))
  WHERE ended_at IS NULL`;

interface MutableOutcome {
  added: number;
  known: number;
  readonly queuedByHost: Map<string, number>;
}
