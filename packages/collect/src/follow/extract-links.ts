import { sleep } from "baedal";
import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";

/** What a page says about where it leads. */
export interface PageLinks {
  /** `href` of every `a` and `area`, as written, in order. */
  readonly hrefs: readonly string[];
  /** `href` of the first `base`. */
  readonly base: string | undefined;
  /** A `<meta name="robots">` asks that its links are not followed. */
  readonly nofollow: boolean;
}

/** Characters read in one go, which takes a few milliseconds. */
const sliceSize = 256 * 1024;

/**
 * Reads the links of a page in one pass; of a large one in slices, between which everything else that is ready has a turn.
 *
 * From the tokens, not through the parser above them: which elements are open does not matter for links, and keeping
 * track of it costs a quarter of the time, or all of it on a page that never closes what it opens.
 */
export async function extractLinks(html: string, size: number = sliceSize): Promise<PageLinks> {
  const reader = new LinkReader(html);
  const tokenizer = new Tokenizer({ decodeEntities: true }, reader);
  // The places that the tokenizer tells are counted over all slices.
  for (let start = 0; start < html.length; start += size) {
    if (start > 0) await sleep(0);
    tokenizer.write(html.slice(start, start + size));
  }
  tokenizer.end();
  return reader;
}

type ElementName = "a" | "area" | "base" | "meta";

const wanted: Readonly<Record<ElementName, readonly string[]>> = {
  a: ["href"],
  area: ["href"],
  base: ["href"],
  meta: ["name", "content"],
};

/** Hears of the tokens by their places in the text; only those of a few elements are looked at. */
class LinkReader implements TokenizerCallbacks, PageLinks {
  readonly hrefs: string[] = [];
  base: string | undefined;
  nofollow = false;
  readonly #html: string;
  #element: ElementName | undefined;
  /** Attributes of the element so far; of one that is written twice the first counts. */
  #attributes: Record<string, string> = {};
  #attribute: string | undefined;
  #value = "";

  constructor(html: string) {
    this.#html = html;
  }

  onopentagname(start: number, end: number): void {
    this.#element = elementNamed(this.#html, start, end);
    if (this.#element !== undefined) this.#attributes = {};
  }

  onattribname(start: number, end: number): void {
    this.#attribute = undefined;
    if (this.#element === undefined) return;
    const name = this.#html.slice(start, end).toLowerCase();
    if (!wanted[this.#element].includes(name) || name in this.#attributes) return;
    this.#attribute = name;
    this.#value = "";
  }

  onattribdata(start: number, end: number): void {
    if (this.#attribute !== undefined) this.#value += this.#html.slice(start, end);
  }

  onattribentity(codepoint: number): void {
    if (this.#attribute !== undefined) this.#value += String.fromCodePoint(codepoint);
  }

  onattribend(): void {
    if (this.#attribute === undefined) return;
    this.#attributes[this.#attribute] = this.#value;
    if (this.#element === "base") this.base ??= this.#value;
    else if (this.#element === "meta") this.#readMeta(this.#attributes);
    else this.hrefs.push(this.#value);
  }

  #readMeta({ name = "", content = "" }: Record<string, string>): void {
    if (/^\s*robots\s*$/i.test(name) && /\b(?:nofollow|none)\b/i.test(content)) this.nofollow = true;
  }

  // The rest of what a tokenizer says is of no interest.
  onopentagend(): void {}
  onselfclosingtag(): void {}
  onclosetag(): void {}
  ontext(): void {}
  ontextentity(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}

/** Most elements are seen to be others by their length. */
function elementNamed(html: string, start: number, end: number): ElementName | undefined {
  if (end - start !== 1 && end - start !== 4) return undefined;
  const name = html.slice(start, end).toLowerCase();
  return name === "a" || name === "area" || name === "base" || name === "meta" ? name : undefined;
}
