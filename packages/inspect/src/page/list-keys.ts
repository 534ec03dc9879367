import { WHOLE, type ZoomWindow } from "../shape/zoom-window.ts";
import type { TimeView } from "./time-view.ts";

/** What the keys of the list can do. */
export interface ListActions {
  /** Where the chosen line lies on the time axis. */
  readonly flight: () => ZoomWindow | null;
  /** Chooses the line so many places further. */
  readonly move: (step: number) => void;
  /** Chooses nothing. */
  readonly clear: () => void;
  /** Further keys, by their names. */
  readonly more?: Readonly<Record<string, () => void>>;
}

/** Keys that work while the list has the focus. */
export function enableListKeys(pane: HTMLElement, view: TimeView, actions: ListActions): void {
  const zoom = (factor: number): void => view.zoomBy(factor, focusOf(view.window, actions.flight()));
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => actions.move(1),
    ArrowUp: () => actions.move(-1),
    Home: () => actions.move(-Infinity),
    End: () => actions.move(Infinity),
    ArrowLeft: () => view.pan(-0.2),
    ArrowRight: () => view.pan(0.2),
    "+": () => zoom(1.5),
    "=": () => zoom(1.5),
    "-": () => zoom(1 / 1.5),
    "0": () => view.show(WHOLE),
    Escape: () => actions.clear(),
    ...actions.more,
  };
  pane.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}

/** Zooming keeps the chosen request in sight, and otherwise the middle. */
function focusOf(window: ZoomWindow, flight: ZoomWindow | null): number {
  const { from, to } = flight ?? window;
  return Math.min(window.to, Math.max(window.from, (from + to) / 2));
}
