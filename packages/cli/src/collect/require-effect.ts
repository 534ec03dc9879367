import { UsageError } from "../errors.ts";
import { collectOptions, type CollectOptions } from "../options/collect-options.ts";
import { flagOf } from "../options/option-table.ts";

type Name = keyof CollectOptions;

/** Options that do nothing unless one of some others is there. */
const needs: Readonly<Partial<Record<Name, readonly Name[]>>> = {
  maxDepth: ["follow", "handler"],
  maxPerHost: ["follow", "handler", "sitemap"],
  scope: ["follow"],
  include: ["follow", "sitemap", "handler"],
  exclude: ["follow", "sitemap", "handler"],
  handlerThreads: ["handler"],
};

/**
 * Refuses what was typed and does nothing, for whoever types it thinks that it does. A config file may hold it: what it is
 * about may be typed another time.
 *
 * @param asked - the options, wherever they come from
 * @throws UsageError
 */
export function requireEffect(typed: ReadonlySet<string>, asked: Partial<CollectOptions>): void {
  for (const [option, others] of Object.entries(needs) as [Name, readonly Name[]][]) {
    if (!typed.has(option) || others.some((other) => asked[other] !== undefined && asked[other] !== false)) continue;
    const flags = others.map((other) => flagOf(collectOptions[other]));
    throw new UsageError(
      `${flagOf(collectOptions[option])} does nothing without ${listed(flags)}: add it, or leave it out`,
    );
  }
}

function listed(flags: readonly string[]): string {
  return flags.length === 1 ? flags.join("") : `${flags.slice(0, -1).join(", ")} or ${flags.at(-1)}`;
}
