import { countOf, flagOf } from "./check-options.ts";
import { noOptions, type RedirectOptions, type RequestOptions } from "./request-options.ts";
import type { RequestSettings } from "./request-settings.ts";
import { defaultRetry, resolveRetry } from "./retry-options.ts";
import type { SessionOptions } from "./session-options.ts";
import { defaultTimeouts, resolveTimeouts, type Timeouts } from "./timeouts.ts";

/** How the body of the answer is read; the default deadlines and the default cap differ. */
export type ReadMode = "buffered" | "streamed";

/** Request options that override settings of the session. */
export const settingNames = [
  "timeout",
  "redirect",
  "retry",
  "freshConnection",
  "maxBodySize",
  "decompress",
  "raiseForStatus",
  "onUploadProgress",
  "onDownloadProgress",
] as const;

const defaultMaxBodySize = 64 * 1024 * 1024;

/** The settings of all requests of a session that have no options of their own, for each way of reading. */
export class Settings {
  readonly #timeouts: Timeouts;
  readonly #modes: Readonly<Record<ReadMode, RequestSettings>>;

  constructor(options: SessionOptions) {
    this.#timeouts = resolveTimeouts(options.timeout, defaultTimeouts);
    const common = {
      bodyBudget: options.bodyBudget,
      decompress: flagOf(options.decompress, "decompress") ?? true,
      maxRedirects: maxRedirectsOf(options.redirect, 10),
      raiseForStatus: flagOf(options.raiseForStatus, "raiseForStatus") ?? false,
      retry: resolveRetry(options.retry, defaultRetry),
      freshConnection: false,
      onUploadProgress: undefined,
      onDownloadProgress: undefined,
    };
    const cap = options.maxBodySize === undefined ? undefined : countOf(options.maxBodySize, 0, "maxBodySize");
    const { buffered, streamed } = {
      buffered: limitsOf(this.#timeouts, "buffered"),
      streamed: limitsOf(this.#timeouts, "streamed"),
    };
    this.#modes = {
      buffered: { ...common, ...buffered, maxBodySize: cap ?? defaultMaxBodySize, streamed: false },
      streamed: { ...common, ...streamed, maxBodySize: cap ?? Infinity, streamed: true },
    };
  }

  /** Those of one request. */
  of(options: RequestOptions, mode: ReadMode): RequestSettings {
    const inherited = this.#modes[mode];
    if (options === noOptions || !settingNames.some((name) => options[name] !== undefined)) return inherited;
    const { maxBodySize } = options;
    return {
      ...limitsOf(resolveTimeouts(options.timeout, this.#timeouts), mode),
      maxBodySize: maxBodySize === undefined ? inherited.maxBodySize : countOf(maxBodySize, 0, "maxBodySize"),
      bodyBudget: inherited.bodyBudget,
      decompress: flagOf(options.decompress, "decompress") ?? inherited.decompress,
      maxRedirects: maxRedirectsOf(options.redirect, inherited.maxRedirects),
      raiseForStatus: flagOf(options.raiseForStatus, "raiseForStatus") ?? inherited.raiseForStatus,
      retry: resolveRetry(options.retry, inherited.retry),
      freshConnection: flagOf(options.freshConnection, "freshConnection") ?? false,
      streamed: inherited.streamed,
      onUploadProgress: options.onUploadProgress,
      onDownloadProgress: options.onDownloadProgress,
    };
  }

  /** Milliseconds for the whole of a request. */
  total(options: RequestOptions, mode: ReadMode): number {
    const own = options.timeout === undefined ? this.#timeouts : resolveTimeouts(options.timeout, this.#timeouts);
    return own.total ?? (mode === "buffered" ? 300_000 : Infinity);
  }
}

function limitsOf(
  timeouts: Timeouts,
  mode: ReadMode,
): Pick<RequestSettings, "queueTimeout" | "connectTimeout" | "readTimeout"> {
  return {
    queueTimeout: timeouts.queue,
    connectTimeout: timeouts.connect,
    readTimeout: timeouts.read ?? (mode === "buffered" ? Infinity : 60_000),
  };
}

function maxRedirectsOf(redirect: RedirectOptions | false | undefined, inherited: number): number {
  if (redirect === undefined) return inherited;
  if (redirect === false) return -1;
  if (typeof redirect !== "object" || redirect === null)
    throw new TypeError("redirect must be false or an object such as { max: 5 }");
  return redirect.max === undefined ? 10 : countOf(redirect.max, 0, "redirect.max");
}
