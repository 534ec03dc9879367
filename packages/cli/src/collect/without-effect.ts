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
 * What was typed and does nothing, in words, for whoever types it thinks that it does. A config file may hold it: what it is
 * about may be typed another time.
 *
 * @param asked - the options, wherever they come from
 */
export function withoutEffect(typed: ReadonlySet<string>, asked: Partial<CollectOptions>): string[] {
  const idle = (Object.entries(needs) as [Name, readonly Name[]][]).filter(
    ([option, others]) =>
      typed.has(option) && !others.some((other) => asked[other] !== undefined && asked[other] !== false),
  );
  return idle.map(([option, others]) => {
    const flags = others.map((other) => flagOf(collectOptions[other]));
    return `${flagOf(collectOptions[option])} does nothing without ${listed(flags)}`;
  });
}

function listed(flags: readonly string[]): string {
  return flags.length === 1 ? flags.join("") : `${flags.slice(0, -1).join(", ")} or ${flags.at(-1)}`;
}
