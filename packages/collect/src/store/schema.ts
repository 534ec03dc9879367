/** Marks the file as ours (`PRAGMA application_id`): "BDAL". */
export const applicationId = 0x4244414c;

/** Of the layout below (`PRAGMA user_version`). Goes up with every change that an older version could not read. */
export const schemaVersion = 2;

/**
 * The layout of `collection.sqlite`.
 *
 * `page` is the frontier: every URL ever asked for, in order of entry. `state` says what is still to do: 0 queued,
 * 1 done, 2 failed for good. `result` holds the one record of a finished page; a page that is queued again (refresh,
 * retry) keeps its old record until the new one replaces it. Bodies lie in segment files, see `segments.ts`; equal
 * bodies are stored once. `seen` finds pages by the fingerprint of their URL, those up to the page that `meta.seen` names; later
 * ones may stand there, see `seen-table.ts`. `origin`: 0 given by hand, 1 a link, 2 a sitemap.
 */
export const schema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE owner (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  pid INTEGER NOT NULL, machine TEXT NOT NULL, started_at INTEGER NOT NULL, heartbeat_at INTEGER NOT NULL
) STRICT;
CREATE TABLE run (
  id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, ended_at INTEGER, sequential INTEGER NOT NULL, ending TEXT
) STRICT;
CREATE TABLE host (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
  start INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0,
  queued INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX host_waiting ON host (next_at, id) WHERE queued > 0;
CREATE TABLE page (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL, fingerprint INTEGER NOT NULL, host INTEGER NOT NULL REFERENCES host (id),
  depth INTEGER NOT NULL, origin INTEGER NOT NULL, referrer INTEGER,
  state INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE seen (
  fingerprint INTEGER NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (fingerprint, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_queued ON page (host, depth, id) WHERE state = 0;
CREATE INDEX page_failed ON page (id) WHERE state = 2;
CREATE TABLE segment (id INTEGER PRIMARY KEY, length INTEGER NOT NULL) STRICT;
CREATE TABLE body (
  id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE,
  segment INTEGER NOT NULL REFERENCES segment (id), offset INTEGER NOT NULL, length INTEGER NOT NULL
) STRICT;
CREATE TABLE result (
  page INTEGER PRIMARY KEY REFERENCES page (id), run INTEGER NOT NULL REFERENCES run (id),
  final_url TEXT, status INTEGER, hops TEXT, started_at REAL NOT NULL, fetched_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL, timings TEXT, body INTEGER REFERENCES body (id),
  error_code TEXT, error_message TEXT, data TEXT
) STRICT;
`;
