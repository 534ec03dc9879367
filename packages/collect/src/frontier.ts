/** How a URL came into the collection. */
export type Origin = "given" | "link" | "sitemap";

/** A URL to be collected. */
export interface FrontierEntry {
  /** As `normalizeUrl` spells it. */
  readonly url: string;
  /** Links away from a URL given by hand. */
  readonly depth: number;
  readonly origin: Origin;
  /** A person has named its host, be it with the URL itself or with a sitemap that lies there. @default whether `origin` is `"given"` */
  readonly start?: boolean;
}

/** What `add` did. */
export interface AddOutcome {
  /** URLs that were not known before. */
  readonly added: number;
  /** URLs that were, and are not queued a second time; or of hosts that may not have more. */
  readonly known: number;
  /** How many URLs were queued for each host. */
  readonly queuedByHost: ReadonlyMap<string, number>;
}

/** How much of which hosts a caller wants to work on. */
export interface LeaseRequest {
  /** Hosts that nobody has a lease of: at most this many, those first that may be asked soonest. */
  readonly newHosts: number;
  /** URLs of each new host, at most. */
  readonly window: number;
  /** More URLs of hosts that the caller has a lease of. */
  readonly more: readonly { readonly host: string; readonly count: number }[];
}

/** A queued page that was handed out. */
export interface LeasedPage {
  readonly id: number;
  readonly url: string;
  readonly depth: number;
  readonly origin: Origin;
  /** Attempts already made, in runs that were interrupted. */
  readonly attempts: number;
  /** `ETag` and `Last-Modified` of the stored answer, when the page is collected again. */
  readonly validators?: { readonly etag?: string; readonly lastModified?: string } | undefined;
}

/** The right to ask one host, and the next URLs to ask it for: breadth first, then in order of entry. */
export interface Lease {
  readonly host: string;
  /** A URL given by hand, a sitemap's own among them, has this host: credentials and extra headers are meant for it. */
  readonly start: boolean;
  /** The host wants to be left alone until then, in ms since 1970; 0 when nobody knows of such a time. */
  readonly notBefore: number;
  readonly pages: readonly LeasedPage[];
  /** URLs of the host that are still queued and were not handed out. */
  readonly left: number;
}

/** A host that its holder gives back; its leased pages that were not completed are queued again. */
export interface HostReturn {
  readonly host: string;
  /** It is not to be asked earlier, in ms since 1970: it is handed out after those that may be. */
  readonly notBefore: number;
  /** Attempts already made of its leased pages, where there were any. */
  readonly attempts?: readonly { readonly id: number; readonly attempts: number }[];
}

/** The record of a page that is finished: fetched, or failed for good. */
export interface PageOutcome {
  /** It counts as a failure. A linked page that is gone has an error in its record, and is none. */
  readonly failed: boolean;
  readonly finalUrl: string | null;
  readonly status: number | null;
  /** Every answer on the way, the last one included, as JSON of `Hop[]`. */
  readonly hops: string | null;
  /** When the last attempt left the queue, and when its answer was complete; in ms since 1970. */
  readonly startedAt: number;
  readonly fetchedAt: number;
  readonly attempts: number;
  /** JSON of the timings of the last answer. */
  readonly timings: string | null;
  readonly body: Uint8Array | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** JSON of what was extracted. */
  readonly data: string | null;
}

/**
 * What became of a leased page, with all that must be stored in the same instant:
 * `finished`: the record, and the links found on the page;
 * `unchanged`: the server said 304, the stored record stays and takes the new time;
 * `returned`: to the queue, unfinished.
 */
export type Completion =
  | {
      readonly kind: "finished";
      readonly id: number;
      readonly outcome: PageOutcome;
      readonly links: readonly FrontierEntry[];
    }
  | { readonly kind: "unchanged"; readonly id: number; readonly fetchedAt: number }
  | { readonly kind: "returned"; readonly id: number; readonly attempts: number };

/** Counts over everything that was ever added. */
export interface FrontierStatistics {
  readonly queued: number;
  readonly done: number;
  readonly failed: number;
  readonly hosts: number;
}

/**
 * What is still to be collected, and what was. Hosts are handed out, not URLs: whoever has a host's lease is the only
 * one to ask it, so politeness needs no agreement between workers.
 *
 * Each method is one transaction: when its promise resolves, its effect survives a crash. A page is never handed out
 * twice while leased, and has one record however often `complete` is called for it.
 */
export interface Frontier {
  /** Queues the URLs that are not known yet, in the order given. */
  add(entries: readonly FrontierEntry[]): Promise<AddOutcome>;
  /** Hands out hosts and pages. Fewer than asked, or none, when there are no more at the moment. */
  lease(request: LeaseRequest): Promise<readonly Lease[]>;
  /** Stores what became of leased pages. Resolves with what the links added. */
  complete(completions: readonly Completion[]): Promise<AddOutcome>;
  /** Gives hosts back. */
  release(hosts: readonly HostReturn[]): Promise<void>;
  /** Says that the caller lives; what is leased to one that stays silent goes to others. */
  extend(): Promise<void>;
  statistics(): Promise<FrontierStatistics>;
}
