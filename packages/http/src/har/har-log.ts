import { writeFile } from "node:fs/promises";
import { countOf } from "../options/check-options.ts";
import type { ExchangeLog, LoggedExchange } from "../options/exchange-log.ts";
import { version } from "../version.ts";
import type { Har, HarEntry } from "./har.ts";
import { harEntry } from "./har-entry.ts";

/** How much a `HarLog` keeps. */
export interface HarLogOptions {
  /**
   * Entries that are kept; the oldest make room.
   * @default 1000
   */
  readonly capacity?: number;
  /**
   * Bytes up to which a body of text is kept, of requests and of answers that are not streamed; 0 keeps none. Values of
   * secret-looking fields of JSON and forms are replaced by `***`, which does not find every secret.
   * @default 0
   */
  readonly maxBodySize?: number;
  /** Changes each entry before it is given out, for secrets that only you know. */
  readonly redact?: (entry: HarEntry) => HarEntry;
}

/**
 * Keeps the traffic of a session as an HTTP Archive (HAR 1.2), which the developer tools of browsers open: each request
 * that was sent, redirects and retries too, with its phases. Credentials are replaced by `***`: headers, cookies, and
 * parameters of URLs that are named like secrets; userinfo of URLs is not kept.
 *
 * May serve several sessions.
 *
 * @example
 * ```ts
 * import { ClientSession } from "@baedal/http";
 * import { HarLog } from "@baedal/http/har";
 *
 * const har = new HarLog({ capacity: 100 });
 * await using session = new ClientSession({ har });
 * await session.get("https://example.com/");
 * await har.save("traffic.har");
 * ```
 */
export class HarLog implements ExchangeLog {
  readonly #capacity: number;
  readonly #maxBodySize: number;
  readonly #redact: (entry: HarEntry) => HarEntry;
  /** A ring: the place of an entry is its number modulo the capacity. */
  readonly #entries: (() => HarEntry)[] = [];
  #count = 0;

  /**
   * @throws TypeError for a wrong value
   */
  constructor({ capacity = 1000, maxBodySize = 0, redact = (entry) => entry }: HarLogOptions = {}) {
    this.#capacity = countOf(capacity, 1, "capacity");
    this.#maxBodySize = countOf(maxBodySize, 0, "maxBodySize");
    this.#redact = redact;
  }

  /** Called by the session for each exchange. */
  exchanged(exchange: LoggedExchange): void {
    this.#entries[this.#count++ % this.#capacity] = harEntry(exchange, this.#maxBodySize);
  }

  /** The archive up to now; `JSON.stringify(log)` asks for it too. */
  toJSON(): Har {
    const dropped = Math.max(this.#count - this.#capacity, 0);
    const first = this.#count % this.#capacity;
    const inOrder = dropped === 0 ? this.#entries : [...this.#entries.slice(first), ...this.#entries.slice(0, first)];
    return {
      log: {
        version: "1.2",
        creator: { name: "@baedal/http", version },
        entries: inOrder.map((entry) => this.#redact(entry())),
        ...(dropped === 0 ? {} : { comment: `${dropped} older entries were dropped` }),
      },
    };
  }

  /** Writes the archive to a file. */
  async save(path: string): Promise<void> {
    await writeFile(path, `${JSON.stringify(this, undefined, 2)}\n`);
  }
}
