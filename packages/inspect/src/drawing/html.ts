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
 * attribute without quotes, where escaping would not help, is refused. Line breaks of the source are not content:
 * beside the tags of blocks, table parts and shapes they vanish, elsewhere they become a space.
 *
 * @throws {TypeError} for an unquoted attribute value
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const parts = compact(strings);
  let text = parts[0] ?? "";
  values.forEach((value, index) => {
    text += written(value) + (parts[index + 1] ?? "");
  });
  return new Markup(text);
}

/** Declares text to be HTML. For our own style and script, never for anything that comes from outside. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

const COMPACTED = new WeakMap<TemplateStringsArray, readonly string[]>();

const BLOCK =
  "/?(?:aside|body|caption|circle|col|colgroup|dd|defs|details|div|dl|dt|footer|h[1-6]|head|header|html|li|main|meta|" +
  "option|p|path|pattern|rect|section|select|style|script|summary|svg|table|tbody|td|text|th|thead|title|tr|ul)\\b";
const BESIDE_BLOCK = new RegExp(`(?<=<${BLOCK}[^<>]*>)\\s*\\n\\s*|\\s*\\n\\s*(?=<${BLOCK})`, "gu");

/** The parts of a template without its layout; worked out once for each place in the source. */
function compact(strings: TemplateStringsArray): readonly string[] {
  const known = COMPACTED.get(strings);
  if (known !== undefined) return known;
  const unquoted = strings.slice(0, -1).find((part) => part.endsWith("="));
  if (unquoted !== undefined) throw new TypeError(`An attribute value needs quotes: ${unquoted}`);
  const parts = strings.map((part) => part.replace(BESIDE_BLOCK, "").replace(/\s*\n\s*/gu, " "));
  COMPACTED.set(strings, parts);
  return parts;
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
