import { Parser } from "htmlparser2";

/** What a page says about where it leads. */
export interface PageLinks {
  /** `href` of every `a` and `area`, as written, in order. */
  readonly hrefs: readonly string[];
  /** `href` of the first `base`. */
  readonly base: string | undefined;
  /** A `<meta name="robots">` asks that its links are not followed. */
  readonly nofollow: boolean;
}

/** Reads the links of a page in one pass, without building a tree. */
export function extractLinks(html: string): PageLinks {
  const reader = new LinkReader();
  const parser = new Parser(reader, { decodeEntities: true });
  parser.end(html);
  return reader.links;
}

/** Hears of tags and attributes; only those of a few elements are looked at. */
class LinkReader {
  readonly #hrefs: string[] = [];
  #base: string | undefined;
  #nofollow = false;
  #element: "link" | "base" | "meta" | undefined;
  /** Of the `meta` that is being read. */
  #name = "";
  #content = "";

  get links(): PageLinks {
    return { hrefs: this.#hrefs, base: this.#base, nofollow: this.#nofollow };
  }

  onopentagname(name: string): void {
    this.#element = elements[name];
    if (this.#element !== "meta") return;
    this.#name = "";
    this.#content = "";
  }

  onattribute(name: string, value: string): void {
    if (this.#element === undefined) return;
    if (this.#element === "meta") this.#readMeta(name, value);
    else if (name === "href") this.#readHref(value);
  }

  #readHref(value: string): void {
    if (this.#element === "link") this.#hrefs.push(value);
    else this.#base ??= value;
  }

  #readMeta(name: string, value: string): void {
    if (name === "name") this.#name = value;
    else if (name === "content") this.#content = value;
    if (/^robots$/i.test(this.#name.trim()) && /\b(?:nofollow|none)\b/i.test(this.#content)) this.#nofollow = true;
  }
}

const elements: Readonly<Record<string, "link" | "base" | "meta" | undefined>> = {
  __proto__: null as never, // an element may be called "constructor"
  a: "link",
  area: "link",
  base: "base",
  meta: "meta",
};
