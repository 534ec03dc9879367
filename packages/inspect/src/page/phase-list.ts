import type { RequestLine } from "./request-line.ts";

/** One phase of a line, with a copy of its sample from the legend. */
export interface ShownPhase {
  readonly label: string;
  readonly figure: string;
  readonly swatch: Node | undefined;
}

/** The phases that a request went through, as its columns show them. */
export function shownPhases(line: RequestLine): ShownPhase[] {
  const labels = [...document.querySelectorAll("#waterfall thead .phase")].map((head) => head.textContent);
  return line.phases().flatMap((figure, index) => {
    const label = labels[index] ?? "";
    return figure === "–" ? [] : [{ label, figure: `${figure} ms`, swatch: swatchOf(label) }];
  });
}

function swatchOf(label: string): Node | undefined {
  const head = [...document.querySelectorAll(".phases tbody th")].find((cell) => cell.textContent === label);
  return head?.querySelector(".swatch")?.cloneNode(true);
}
