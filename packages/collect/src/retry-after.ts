/**
 * Milliseconds that a `Retry-After` header asks for: seconds, or a date (RFC 9110, 10.2.3). 0 for one in the past;
 * `undefined` for none, or one that makes no sense.
 *
 * @param now - ms since 1970
 */
export function retryAfterOf(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // A date names its month; Date.parse alone would also take "-5" or "1.5".
  const date = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
