/** A share of 0 to 1 as an SVG length: `12.3457%`. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))}%`;
}
