import { Parser } from "htmlparser2";

/** What a sitemap leads to. */
export interface SitemapItem {
  readonly url: string;
  /** It is a sitemap itself. */
  readonly isSitemap: boolean;
}

/**
 * Reads sitemaps and their indexes (sitemaps.org), RSS and Atom feeds, and plain lists of URLs, piece by piece: what it
 * holds does not grow with the file.
 */
export class SitemapParser {
  readonly #decoder = new TextDecoder("utf-8");
  readonly #parser: Parser;
  #items: SitemapItem[] = [];
  /** Names of the open elements, without prefixes. */
  readonly #path: string[] = [];
  #text = "";
  #form: "unknown" | "xml" | "list" = "unknown";

  constructor() {
    this.#parser = new Parser(
      {
        onopentag: (name, attributes) => this.#open(localName(name), attributes),
        ontext: (text) => this.#read(text),
        onclosetag: (name) => this.#close(localName(name)),
      },
      { xmlMode: true, decodeEntities: true },
    );
  }

  /** Takes the next piece and returns what it completed. */
  push(piece: Uint8Array): SitemapItem[] {
    this.#take(this.#decoder.decode(piece, { stream: true }));
    return this.#items.splice(0);
  }

  /** The end of the file; returns the rest. */
  end(): SitemapItem[] {
    this.#take(this.#decoder.decode());
    if (this.#form === "xml") this.#parser.end();
    else this.#add(this.#text.trim(), false);
    return this.#items.splice(0);
  }

  #take(text: string): void {
    if (this.#form === "unknown" && text.trim() !== "") this.#form = text.trimStart().startsWith("<") ? "xml" : "list";
    if (this.#form === "xml") this.#parser.write(text);
    else this.#readLines(text);
  }

  #readLines(text: string): void {
    const lines = (this.#text + text).split(/\r?\n/);
    this.#text = (lines.pop() ?? "").slice(0, longestText);
    for (const line of lines) this.#add(line.trim(), false);
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    // An Atom entry names its page in an attribute.
    if (name === "link" && this.#path.at(-1) === "entry" && (attributes["rel"] ?? "alternate") === "alternate") {
      this.#add(attributes["href"] ?? "", false);
    }
    if (this.#path.length < deepest) this.#path.push(name);
    this.#text = "";
  }

  #read(text: string): void {
    if (this.#text.length < longestText) this.#text += text;
  }

  #close(name: string): void {
    if (this.#path.at(-1) !== name) return;
    this.#path.pop();
    const around = this.#path.at(-1);
    if (name === "loc" && (around === "url" || around === "sitemap"))
      this.#add(this.#text.trim(), around === "sitemap");
    if (name === "link" && around === "item") this.#add(this.#text.trim(), false);
    this.#text = "";
  }

  #add(url: string, isSitemap: boolean): void {
    if (url !== "" && !url.startsWith("#")) this.#items.push({ url, isSitemap });
  }
}

/** No URL is longer; a file without an end to its line or element must not fill the memory. */
const longestText = 8192;
const deepest = 100;

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1).toLowerCase();
}
