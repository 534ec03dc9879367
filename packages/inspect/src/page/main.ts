import { enableTooltip } from "./bar-tooltip.ts";
import { enableSorting } from "./column-sorting.ts";
import { DetailPanel } from "./detail-panel.ts";
import { find } from "./find.ts";
import { enableListKeys } from "./list-keys.ts";
import { RequestFilters } from "./request-filters.ts";
import type { RequestLine } from "./request-line.ts";
import { RequestList } from "./request-list.ts";
import { enableShortcuts } from "./shortcut-buttons.ts";
import { TimeView } from "./time-view.ts";
import { enableZoomButtons } from "./zoom-buttons.ts";
import { enableGestures } from "./zoom-gestures.ts";

// The page is complete without this script. It adds sorting, searching, zooming and the panel of the chosen request.
const table = find("#waterfall", HTMLTableElement);
const pane = find("#pane", HTMLElement);
const list = new RequestList(find("tbody", HTMLTableSectionElement, table));
const view = new TimeView(table, { stretched: ".requests .bar" });
const filters = new RequestFilters(list, view);
const panel = new DetailPanel(find("#detail", HTMLElement), () => choose(undefined));

function choose(line: RequestLine | undefined): void {
  list.choose(line);
  panel.show(line);
}

pane.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest("tbody") !== null) choose(list.lineAt(target));
});
enableZoomButtons(view);
enableSorting(table, list);
enableTooltip(pane, list);
enableGestures(pane, view);
enableListKeys(pane, view, {
  flight: () => list.chosen?.flight ?? null,
  move: (step) => choose(list.neighbour(step)),
  clear: () => choose(undefined),
});
enableShortcuts(
  ".hosts tbody th",
  (host) => `Show the requests to ${host}`,
  (host) => filters.showHost(host),
);
enableShortcuts(
  ".failures tbody th",
  (code) => `Show the requests with ${code}`,
  (code) => filters.searchFor(code),
);
for (const hidden of document.querySelectorAll<HTMLElement>("#tools, #keys")) hidden.hidden = false;
