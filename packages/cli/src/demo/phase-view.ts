import type { Progress } from "@baedal/collect";
import { progressLines } from "../progress/progress-lines.ts";
import { steadyTotals } from "../progress/steady-totals.ts";
import { isLive } from "../terminal/is-live.ts";
import { paintFor } from "../terminal/paint.ts";
import { Screen } from "../terminal/screen.ts";
import { formatPlural } from "../units/format-amount.ts";
import { formatDuration } from "../units/format-duration.ts";

/** How one half of the demo shows itself on stderr. */
export interface PhaseView {
  /** The last block stays. */
  end(progress: Progress): void;
  /** Takes the block away: the half did not come to its end. */
  abandon(): void;
}

/** Draws the progress ten times a second on a terminal, and otherwise one line at the beginning and one at the end. */
export function phaseView(title: string, progress: () => Progress): PhaseView {
  return isLive(process.stderr) ? livePhase(title, progress, process.stderr) : plainPhase(title);
}

function livePhase(title: string, progress: () => Progress, stream: NodeJS.WriteStream): PhaseView {
  const screen = new Screen(stream);
  const steady = steadyTotals();
  const draw = (now: Progress): void => {
    screen.draw(
      progressLines(title, steady(now), { columns: stream.columns, rows: stream.rows, paint: paintFor(stream) }),
    );
  };
  draw(progress());
  const timer = setInterval(() => draw(progress()), 100);
  return {
    end(last) {
      clearInterval(timer);
      draw(last);
      stream.write("\n");
    },
    abandon() {
      clearInterval(timer);
      screen.clear();
    },
  };
}

function plainPhase(title: string): PhaseView {
  process.stderr.write(`${title}\n`);
  return {
    end: ({ done, elapsed }) =>
      void process.stderr.write(`   ${formatPlural(done, "page")} in ${formatDuration(elapsed)}\n`),
    abandon: () => {},
  };
}
