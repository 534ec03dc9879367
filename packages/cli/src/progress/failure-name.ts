/** What the codes of failed pages mean, in few words. */
const names: Readonly<Record<string, string>> = {
  ERR_BAEDAL_STATUS: "bad status",
  ERR_BAEDAL_CONNECT: "no connection",
  ERR_BAEDAL_TIMEOUT: "timed out",
  ERR_BAEDAL_PROTOCOL: "broken answer",
  ERR_BAEDAL_BODY: "broken body",
  ERR_BAEDAL_TOO_MANY_REDIRECTS: "too many redirects",
  ERR_BAEDAL_RATE_LIMITED: "rate limited",
  ERR_BAEDAL_ROBOTS: "forbidden by robots.txt",
  ERR_BAEDAL_HANDLER: "handler threw",
  ERR_BAEDAL_GUARD: "private address",
};

/** A failure's code in words; a code that has none stands for itself. */
export function failureName(code: string): string {
  return names[code] ?? code;
}
