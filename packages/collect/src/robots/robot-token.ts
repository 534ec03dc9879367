/** The product token of a robot, by which robots.txt names it: the first word of its User-Agent (RFC 9309, 2.2.1). */
export function robotToken(userAgent: string): string {
  return /^[a-z_-]+/i.exec(userAgent)?.[0] ?? "baedal";
}
