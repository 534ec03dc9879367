import { paintFor } from "../terminal/paint.ts";
import { Screen } from "../terminal/screen.ts";
import type { CollectView } from "./collect-view.ts";
import { outcomeLines } from "./outcome-lines.ts";
import { progressLines } from "./progress-lines.ts";
import { steadyTotals } from "./steady-totals.ts";

/** One block at the bottom of the terminal, redrawn ten times a second; messages scroll away above it. */
export function liveView(title: string, stream: NodeJS.WriteStream): CollectView {
  const screen = new Screen(stream);
  const paint = paintFor(stream);
  const steady = steadyTotals();
  return {
    interval: 100,
    update(progress) {
      screen.draw(progressLines(title, steady(progress), { columns: stream.columns, rows: stream.rows, paint }));
    },
    page: () => {},
    stopping: () => {}, // The block says so.
    problem: (message) => screen.print(paint("red", message)),
    finish(outcome) {
      screen.clear();
      stream.write(`${outcomeLines(outcome, { columns: stream.columns, failures: 10, paint }).join("\n")}\n`);
    },
    cut(message) {
      screen.clear();
      stream.write(`${message}\n`);
    },
    abandon: () => screen.clear(),
  };
}
