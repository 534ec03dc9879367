import type { Paint, Style } from "../terminal/paint.ts";

/** A bar of a width, filled to a share between 0 and 1; its empty part differs in shape as well as in colour. */
export function bar(share: number, width: number, paint: Paint, style: Style = "cyan"): string {
  const filled = Math.round(Math.max(0, Math.min(1, share)) * width);
  return paint(style, "━".repeat(filled)) + paint("dim", "─".repeat(width - filled));
}
