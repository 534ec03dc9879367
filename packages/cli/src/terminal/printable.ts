/** A text of somebody else's making, without what would steer the terminal; line ends stay. */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, "\uFFFD");
}
