import { count, countFromZero, duration, rate, size, text } from "./option-kind.ts";
import type { OptionTable } from "./option-table.ts";

/** What `baedal collect` takes; durations in milliseconds, sizes in bytes. */
export interface CollectOptions {
  readonly input?: readonly string[];
  readonly output?: string;
  readonly concurrency: number;
  readonly perHost: number;
  /** As typed: `5/s`. */
  readonly rate?: string;
  readonly delay?: number;
  readonly sequential?: boolean;
  readonly timeout: number;
  readonly retries: number;
  readonly maxRetryAfter: number;
  readonly maxBody: number;
  readonly userAgent?: string;
  readonly refresh?: boolean;
  readonly retryFailed?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const what = "What and where:";
const pace = "How fast:";
const trouble = "When it goes wrong:";
const request = "What is sent:";
const again = "On a store that is there already:";
const display = "What is shown, on stderr:";

/** The options of `baedal collect`, in the order of its help. The defaults are those of the library, which a test checks. */
export const collectOptions: OptionTable<CollectOptions> = {
  input: {
    flags: "-i, --input <file>",
    kind: "repeatable",
    each: text,
    group: what,
    help: "a list of URLs, one a line; - is stdin; blank lines and lines that start with # are skipped (repeatable)",
  },
  output: {
    flags: "-o, --output <dir>",
    kind: text,
    group: what,
    help: "the directory that keeps the pages; the same command again goes on where the last run ended (required)",
  },
  concurrency: { flags: "--concurrency <n>", kind: count, default: 64, group: pace, help: "requests in flight in all" },
  perHost: { flags: "--per-host <n>", kind: count, default: 8, group: pace, help: "requests in flight to one host" },
  rate: { flags: "--rate <rate>", kind: rate, group: pace, help: "requests to one host in a time: 5/s, 30/m" },
  delay: { flags: "--delay <duration>", kind: duration, group: pace, help: "time between two requests to one host" },
  sequential: { flags: "--sequential", kind: "switch", group: pace, help: "one request at a time in all" },
  timeout: {
    flags: "--timeout <duration>",
    kind: duration,
    default: 60_000,
    group: trouble,
    help: "bound one attempt, its redirects and its body included; waiting for a turn does not count",
  },
  retries: {
    flags: "--retries <n>",
    kind: countFromZero,
    default: 3,
    group: trouble,
    help: "further tries after the first",
  },
  maxRetryAfter: {
    flags: "--max-retry-after <duration>",
    kind: duration,
    default: 600_000,
    group: trouble,
    help: "a URL fails when its host asks to be left alone for longer",
  },
  maxBody: {
    flags: "--max-body <size>",
    kind: size,
    default: 67_108_864,
    group: trouble,
    help: "a URL fails when its body is larger",
  },
  userAgent: { flags: "-A, --user-agent <text>", kind: text, group: request, help: "call yourself this" },
  refresh: {
    flags: "--refresh",
    kind: "switch",
    group: again,
    help: "fetch finished URLs again, but only what has changed where the server can tell",
  },
  retryFailed: { flags: "--retry-failed", kind: "switch", group: again, help: "try the URLs again that failed" },
  json: { flags: "--json", kind: "switch", group: display, help: "one JSON object a line instead of the moving block" },
  quiet: { flags: "-q, --quiet", kind: "switch", group: display, help: "nothing but errors" },
};
