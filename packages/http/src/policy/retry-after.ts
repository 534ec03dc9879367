/**
 * How long a `Retry-After` header asks to wait, in ms: seconds, or a date (RFC 9110, 10.2.3). A time in the past is 0.
 * `undefined` for what is neither.
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Date.parse takes much that is no date of HTTP, such as "-5" and "1.5".
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}
