/** Milliseconds since 1970, with fractions, that never go back within one process: for when requests began. */
export function epoch(): number {
  return performance.timeOrigin + performance.now();
}
