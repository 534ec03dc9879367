import { type CollectionOptions, readStatus } from "@baedal/collect";
import { UsageError } from "../errors.ts";
import { formatPlural } from "../units/format-amount.ts";
import { hasStore } from "../store/has-store.ts";

/** How URLs are given, the end of messages that miss them. */
const giveUrls = "give URLs, or a list of them with -i FILE (-i - reads stdin)";

/**
 * A run that was given no URLs goes on with what is queued in its store, or does again what is there.
 *
 * @throws UsageError there is nothing of that
 */
export function requireWork({ directory, refresh, retryFailed }: CollectionOptions): void {
  if (!hasStore(directory)) throw new UsageError(`nothing to collect: ${giveUrls}`);
  if (refresh === true || retryFailed === true) return;
  const { queued, failed } = readStatus(directory, { mostHosts: 0 });
  if (queued > 0) return;
  const again = failed === 0 ? "" : `--retry-failed tries ${formatPlural(failed, "failed URL")} again; else `;
  throw new UsageError(`nothing to collect: nothing is queued in ${directory}; ${again}${giveUrls}`);
}
