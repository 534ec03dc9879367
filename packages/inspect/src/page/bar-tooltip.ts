import { shownPhases } from "./phase-list.ts";
import type { RequestList } from "./request-list.ts";
import { Tooltip } from "./tooltip.ts";

/** Shows the phases of the bar under the pointer. The same figures stand in the table, for those without a pointer. */
export function enableTooltip(pane: HTMLElement, list: RequestList): void {
  const tooltip = new Tooltip();
  pane.addEventListener("pointermove", (event) => {
    const cell = event.target instanceof Element ? event.target.closest("tbody .wf") : null;
    tooltip.show(cell === null ? null : phaseTable(list, cell), event);
  });
  pane.addEventListener("pointerleave", () => tooltip.hide());
}

function phaseTable(list: RequestList, cell: Element): Node[] {
  const line = list.lineAt(cell);
  const phases = line === undefined ? [] : shownPhases(line);
  if (phases.length === 0) return [];
  const table = document.createElement("table");
  for (const { label, figure, swatch } of phases) {
    const row = table.insertRow();
    const head = document.createElement("th");
    head.append(swatch ?? "", label);
    row.append(head);
    row.insertCell().append(figure);
  }
  return [table];
}
