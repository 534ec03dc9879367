// Controls, line and paragraph separators, and the marks that reorder the text around them ("Trojan source").
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * Makes foreign text safe to look at: what would be invisible or would reorder its surroundings is written as
 * `\u{202e}`, lone surrogates become U+FFFD, and of an overlong text the middle is left out.
 */
export function visibleText(text: string, most = 2048): string {
  return shorten(text.toWellFormed(), most).replace(INVISIBLE, escapeCharacter);
}

function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor(most / 2);
  return `${text.slice(0, half)} … ${text.length - 2 * half} characters … ${text.slice(-half)}`.toWellFormed();
}

function escapeCharacter(character: string): string {
  return `\\u{${character.charCodeAt(0).toString(16)}}`;
}
