/**
 * How long a `Retry-After` header asks to wait, in ms: seconds, or a date (RFC 9110, 10.2.3). A time in the past is 0.
 * `undefined` for what is neither.
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = httpDate(text);
  return date === undefined ? undefined : Math.max(date - now, 0);
}

const day = "(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?";
const month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const time = String.raw`\d{2}:\d{2}:\d{2}`;
/** The three forms of RFC 9110, 5.6.7; the last one, of C's asctime, has no zone and means UTC. */
const withZone = new RegExp(String.raw`^${day}, \d{1,2}[ -]${month}[ -]\d{2}(?:\d{2})? ${time} GMT$`, "i");
const asctime = new RegExp(String.raw`^${day} ${month} +\d{1,2} ${time} \d{4}$`, "i");

/** `Date.parse` alone takes much that is no date of HTTP, such as "Try again 5", and reads a date without zone as local. */
function httpDate(text: string): number | undefined {
  const utc = asctime.test(text) ? `${text} GMT` : withZone.test(text) ? text : undefined;
  const date = utc === undefined ? Number.NaN : Date.parse(utc);
  return Number.isNaN(date) ? undefined : date;
}
