import { UsageError } from "../errors.ts";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const parts = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;
const whole = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/**
 * Milliseconds of a duration typed on the command line: `2` and `2s` are two seconds, `500ms`, `1.5m`, `1m30s`.
 *
 * @throws UsageError when it is not a duration, or negative.
 */
export function parseDuration(text: string): number {
  const typed = text.trim();
  if (/^\d+(?:\.\d+)?$/.test(typed)) return Number(typed) * 1000;
  if (!whole.test(typed))
    throw new UsageError(`"${text}" is not a duration; write 2 or 2s (seconds), 500ms, 1m, 1m30s or 2h`);
  // Both groups exist in every match of `parts`.
  return [...typed.matchAll(parts)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ""] ?? 0),
    0,
  );
}
