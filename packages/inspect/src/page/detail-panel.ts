import { shownPhases } from "./phase-list.ts";
import type { RequestLine } from "./request-line.ts";

/** The panel that shows all there is to know about the chosen request. */
export class DetailPanel {
  readonly #panel: HTMLElement;
  readonly #close: () => void;

  constructor(panel: HTMLElement, close: () => void) {
    this.#panel = panel;
    this.#close = close;
  }

  /** Shows a request, or hides the panel. */
  show(line: RequestLine | undefined): void {
    this.#panel.hidden = line === undefined;
    if (line !== undefined) this.#panel.replaceChildren(...this.#content(line));
  }

  #content(line: RequestLine): Element[] {
    const { url, finalUrl, message } = line;
    const parts: Element[] = [closeButton(this.#close), element("h3", link(url))];
    if (finalUrl !== null) parts.push(element("p", "redirected to ", link(finalUrl)));
    if (message !== null) parts.push(bad(message));
    parts.push(figures(line));
    return parts;
  }
}

function figures(line: RequestLine): Element {
  const list = element("ul");
  const fact = (label: string, value: string): Element => element("li", `${label} `, element("b", value));
  list.append(fact("status", line.figure(".status")), fact("tries", line.figure(".tries")));
  list.append(fact("bytes", line.figure(".bytes")), fact("start", `${line.figure(".start")} ms`));
  for (const { label, figure, swatch } of shownPhases(line)) {
    list.append(element("li", swatch ?? "", `${label} `, element("b", figure)));
  }
  return list;
}

function bad(message: string): Element {
  const paragraph = element("p", message);
  paragraph.className = "bad";
  return paragraph;
}

function closeButton(close: () => void): Element {
  const button = element("button", "×");
  button.className = "close";
  button.setAttribute("aria-label", "Close");
  button.addEventListener("click", close);
  return button;
}

/** Only addresses of the web become links: the list holds whatever somebody asked for. */
function link(url: string): Node {
  if (!/^https?:/iu.test(url) || !URL.canParse(url)) return document.createTextNode(url);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.rel = "noreferrer noopener";
  anchor.target = "_blank";
  anchor.textContent = url;
  return anchor;
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}
