import type { RequestList } from "./request-list.ts";

/** Columns in which the large is the interesting. */
const LARGEST_FIRST: ReadonlySet<string> = new Set(["status", "tries", "bytes", "time", "phase"]);

/** Makes the heads of the columns buttons that sort. */
export function enableSorting(table: HTMLTableElement, list: RequestList): void {
  const heads = [...table.querySelectorAll<HTMLElement>("thead th:not(.wf)")];
  for (const head of heads) {
    const name = [...head.classList].find((word) => word !== "n") ?? "";
    const cell = name === "phase" ? `.phase:nth-child(${placeOf(head)})` : `.${name}`;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const before = head.getAttribute("aria-sort");
      const descending = before === null ? LARGEST_FIRST.has(name) : before === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      list.sort({ cell, descending });
    });
  }
}

/** Place among the columns, from 1 as CSS counts. */
function placeOf(head: Element): number {
  return [...(head.parentElement?.children ?? [])].indexOf(head) + 1;
}
