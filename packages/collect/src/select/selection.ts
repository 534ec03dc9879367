import { now, sleep } from "baedal";
import { compile } from "css-select";
import type { AnyNode, Document, Element } from "domhandler";
import { ElementType } from "htmlparser2";

import { OptionError } from "../errors.ts";
import type { FetchAnswer } from "../fetcher.ts";
import { isHtml } from "../follow/is-html.ts";
import { parseHtml } from "./parse-html.ts";
import { walk } from "./walk.ts";

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

/** Ms that a search may hold the loop in one go. */
const longestHold = 10;

/** Extracts named values from pages: each query is `name=CSS` for the text of what matches, or `name=CSS@attribute`. */
export class Selection {
  readonly #queries: readonly Query[];

  /** @throws OptionError a query cannot be read */
  constructor(queries: readonly string[]) {
    this.#queries = queries.map((query) => parseQuery(query));
  }

  /**
   * What is selected on a page; `null` for what is no HTML. `url` is where the page was found. A large page is read and
   * searched in slices, between which everything else that is ready has a turn.
   */
  async read(answer: FetchAnswer, url: string): Promise<Readonly<Record<string, Selected>> | null> {
    if (!isHtml(answer)) return null;
    const document = await parseHtml(await answer.text());
    const found = this.#queries.map((query) => ({ ...query, values: [] as string[] }));
    let base: string | undefined;
    let began = now();
    for (const element of elementsOf(document)) {
      if (now() - began > longestHold) {
        await sleep(0);
        began = now();
      }
      if (element.name === "base") base ??= element.attribs["href"];
      for (const { matcher, attribute, values } of found) {
        if (!matcher(element)) continue;
        const value = attribute === undefined ? textOf(element) : element.attribs[attribute];
        if (value !== undefined) values.push(value);
      }
    }
    const place = URL.parse(base?.trim() ?? "", url)?.href ?? url;
    return Object.fromEntries(found.map(({ name, attribute, values }) => [name, selected(values, attribute, place)]));
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

function selected(values: readonly string[], attribute: string | undefined, base: string): Selected {
  const isUrl = attribute === "href" || attribute === "src";
  const all = isUrl ? values.map((value) => URL.parse(value.trim(), base)?.href ?? value) : values;
  return all.length > 1 ? all : (all[0] ?? null);
}

function* elementsOf(document: Document): Generator<Element> {
  for (const node of walk(document)) if ("attribs" in node) yield node;
}

/** As it reads on a screen: white space in one piece, none at the ends. */
function textOf(element: Element): string {
  let text = "";
  for (const node of walk(element)) if (node.type === ElementType.Text) text += node.data;
  return text.replace(/\s+/g, " ").trim();
}
