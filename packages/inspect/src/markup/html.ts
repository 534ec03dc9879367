/** Text that is HTML already. Only `html` and `trusted` make it. */
export class Markup {
  readonly text: string;

  /** @internal */
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a `${…}` of `html`: nothing at all, text, a number, markup, or a list of these. */
export type Content = string | number | null | undefined | false | Markup | readonly Content[];

/**
 * Builds HTML and SVG. Every text put in is escaped, for elements and for quoted attributes alike; a value in an
 * attribute without quotes, where escaping would not help, is refused.
 *
 * @throws {TypeError} for an unquoted attribute value
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = strings[0] ?? "";
  values.forEach((value, index) => {
    if (strings[index]?.endsWith("=")) throw new TypeError(`An attribute value needs quotes: ${strings[index]}`);
    text += written(value) + (strings[index + 1] ?? "");
  });
  return new Markup(text);
}

/** Declares text to be HTML. For our own style and script, never for anything that comes from outside. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function written(content: Content): string {
  if (content === null || content === undefined || content === false) return "";
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(written).join("");
  return escape(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
