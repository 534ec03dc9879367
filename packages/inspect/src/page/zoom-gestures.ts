import { WHOLE } from "../shape/zoom-window.ts";
import { find } from "./find.ts";
import type { TimeView } from "./time-view.ts";

/** A press that moves less than this is a click. */
const LEAST_DRAG = 5;

/** Zooming by dragging, by wheel and by double click, in the waterfall and in its overview. */
export function enableGestures(pane: HTMLElement, view: TimeView): void {
  const map = find("#map", HTMLElement, pane);
  const column = (event: Event): boolean => event.target instanceof Element && event.target.closest(".wf") !== null;
  pane.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch" || !column(event)) return;
    const inMap = event.target instanceof Node && map.contains(event.target);
    event.preventDefault(); // no text selection; the focus is set by hand, for the keys
    pane.focus({ preventScroll: true });
    drag(pane, view, event.clientX, (x) => (inMap ? shareOfMap(map, x) : view.shareAt(x)));
  });
  pane.addEventListener("dblclick", (event) => {
    if (column(event)) view.show(WHOLE);
  });
  pane.addEventListener("wheel", (event) => wheel(event, view, column(event)), { passive: false });
}

function drag(pane: HTMLElement, view: TimeView, startX: number, share: (clientX: number) => number): void {
  const band = document.createElement("div");
  band.className = "band";
  const done = new AbortController();
  const move = ({ clientX }: PointerEvent): void => {
    const { left, right } = view.column;
    const [a, b] = [startX, Math.min(right, Math.max(left, clientX))];
    if (Math.abs(b - a) >= LEAST_DRAG) pane.append(band);
    band.style.left = `${Math.min(a, b) - pane.getBoundingClientRect().left + pane.scrollLeft}px`;
    band.style.width = `${Math.abs(b - a)}px`;
  };
  const up = ({ clientX }: PointerEvent): void => {
    done.abort();
    band.remove();
    if (Math.abs(clientX - startX) < LEAST_DRAG) return;
    swallowClick();
    view.zoomTo(share(startX), share(clientX));
  };
  addEventListener("pointermove", move, { signal: done.signal });
  addEventListener("pointerup", up, { signal: done.signal });
  addEventListener("pointercancel", () => (done.abort(), band.remove()), { signal: done.signal });
}

/** The browser takes the end of a drag for a click, if it is one over the same line; it follows at once or never. */
function swallowClick(): void {
  const over = new AbortController();
  addEventListener("click", (event) => event.stopPropagation(), { capture: true, signal: over.signal });
  setTimeout(() => over.abort());
}

function shareOfMap(map: HTMLElement, clientX: number): number {
  const { left, width } = map.getBoundingClientRect();
  return (clientX - left) / width;
}

function wheel(event: WheelEvent, view: TimeView, inColumn: boolean): void {
  if (!inColumn) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    view.zoomBy(Math.exp(-event.deltaY / 300), view.shareAt(event.clientX));
  } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    event.preventDefault();
    view.pan((event.deltaX + event.deltaY) / 800);
  }
}
