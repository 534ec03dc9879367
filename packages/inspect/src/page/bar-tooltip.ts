import { shownPhases } from "./phase-list.ts";
import type { RequestList } from "./request-list.ts";

const DISTANCE = 14;

/** Shows the phases of the bar under the pointer. The same figures stand in the table, for those without a pointer. */
export function enableTooltip(pane: HTMLElement, list: RequestList): void {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  let shown: Element | null = null;
  pane.addEventListener("pointermove", (event) => {
    const cell = event.target instanceof Element ? event.target.closest("tbody .wf") : null;
    if (cell !== shown) fill(tip, cell === null ? [] : rowsFor(list, cell));
    shown = cell;
    if (!tip.hidden) place(tip, event);
  });
  pane.addEventListener("pointerleave", () => {
    tip.hidden = true;
    shown = null;
  });
}

function rowsFor(list: RequestList, cell: Element): Node[] {
  const line = list.lineAt(cell);
  return (line === undefined ? [] : shownPhases(line)).map(({ label, figure, swatch }) => {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.append(swatch ?? "", label);
    row.append(head);
    row.insertCell().append(figure);
    return row;
  });
}

function fill(tip: HTMLElement, rows: readonly Node[]): void {
  tip.hidden = rows.length === 0;
  const table = document.createElement("table");
  table.append(...rows);
  tip.replaceChildren(table);
}

function place(tip: HTMLElement, { clientX, clientY }: PointerEvent): void {
  const right = clientX + DISTANCE + tip.offsetWidth < innerWidth;
  const below = clientY + DISTANCE + tip.offsetHeight < innerHeight;
  tip.style.left = `${right ? clientX + DISTANCE : clientX - DISTANCE - tip.offsetWidth}px`;
  tip.style.top = `${below ? clientY + DISTANCE : clientY - DISTANCE - tip.offsetHeight}px`;
}
