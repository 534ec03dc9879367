import { WHOLE } from "../shape/zoom-window.ts";
import { find } from "./find.ts";
import type { TimeView } from "./time-view.ts";

/** The three buttons of the toolbar. */
export function enableZoomButtons(view: TimeView): void {
  const onClick = (selector: string, action: () => void): void =>
    find(selector, HTMLElement).addEventListener("click", action);
  onClick("#zoom-in", () => view.zoomBy(1.5));
  onClick("#zoom-out", () => view.zoomBy(1 / 1.5));
  onClick("#zoom-fit", () => view.show(WHOLE));
}
