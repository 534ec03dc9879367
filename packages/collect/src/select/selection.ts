import { compile, selectAll } from "css-select";
import type { AnyNode, Document, Element } from "domhandler";
import { textContent } from "domutils";
import { parseDocument } from "htmlparser2";

import { OptionError } from "../errors.ts";
import type { FetchAnswer } from "../fetcher.ts";
import { isHtml } from "../follow/is-html.ts";

/** A compiled selector. */
type Matcher = ReturnType<typeof compile<AnyNode, Element>>;

interface Query {
  readonly name: string;
  readonly matcher: Matcher;
  /** Taken instead of the text. */
  readonly attribute: string | undefined;
}

/** One match is a string, several are an array, none is `null`. */
export type Selected = string | readonly string[] | null;

/** Extracts named values from pages: each query is `name=CSS` for the text of what matches, or `name=CSS@attribute`. */
export class Selection {
  readonly #queries: readonly Query[];

  /** @throws OptionError a query cannot be read */
  constructor(queries: readonly string[]) {
    this.#queries = queries.map((query) => parseQuery(query));
  }

  /** What is selected on a page; `null` for what is no HTML. `url` is where the page was found. */
  async read(answer: FetchAnswer, url: string): Promise<Readonly<Record<string, Selected>> | null> {
    if (!isHtml(answer)) return null;
    const document = parseDocument(await answer.text());
    const base = baseOf(document, url);
    return Object.fromEntries(this.#queries.map((query) => [query.name, select(query, document, base)]));
  }
}

function parseQuery(query: string): Query {
  const parts = /^\s*([^=\s]+)\s*=\s*(.+?)\s*(?:@\s*([\w:.-]+))?\s*$/s.exec(query);
  if (parts === null) {
    throw new OptionError("select", `select must be such as title=h1 or links=a@href, not ${JSON.stringify(query)}`);
  }
  const [, name = "", css = "", attribute] = parts;
  try {
    return { name, matcher: compile<AnyNode, Element>(css), attribute: attribute?.toLowerCase() };
  } catch (cause) {
    throw new OptionError(
      "select",
      `select cannot read the selector ${JSON.stringify(css)}: ${(cause as Error).message}`,
    );
  }
}

function select({ matcher, attribute }: Query, document: Document, base: string): Selected {
  const values: string[] = [];
  for (const element of selectAll<AnyNode, Element>(matcher, document)) {
    const value = attribute === undefined ? textOf(element) : attributeOf(element, attribute, base);
    if (value !== undefined) values.push(value);
  }
  return values.length > 1 ? values : (values[0] ?? null);
}

/** As it reads on a screen: white space in one piece, none at the ends. */
function textOf(element: Element): string {
  return textContent(element).replace(/\s+/g, " ").trim();
}

function attributeOf(element: Element, name: string, base: string): string | undefined {
  const value = element.attribs[name];
  if (value === undefined || (name !== "href" && name !== "src")) return value;
  return URL.parse(value.trim(), base)?.href ?? value;
}

const baseElement: Matcher = compile<AnyNode, Element>("base[href]");

function baseOf(document: Document, url: string): string {
  const [base] = selectAll<AnyNode, Element>(baseElement, document);
  return URL.parse(base?.attribs["href"]?.trim() ?? "", url)?.href ?? url;
}
