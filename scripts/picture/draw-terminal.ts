import type { Cell, Look } from "./terminal.ts";

const [cellWidth, cellHeight, margin, fontSize] = [8.4, 20, 20, 14];

/** Text of one look, from a column on. */
interface Run {
  readonly column: number;
  readonly width: number;
  readonly text: string;
  readonly look: Look;
}

/** Draws a terminal as SVG, light or dark as the reader's system is. */
export function drawTerminal(rows: readonly (readonly Cell[])[], columns: number, title: string): string {
  const width = Math.ceil(columns * cellWidth) + 2 * margin;
  const height = rows.length * cellHeight + 2 * margin;
  const drawn = rows.flatMap((row, index) => runsOf(row).map((run) => drawRun(run, index)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    `<rect class="paper" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}

/** Neighbours of one look make a run; so do neighbours that are lines, which are drawn and not written. */
function runsOf(row: readonly Cell[]): Run[] {
  const runs: Run[] = [];
  for (const [column, { text, look }] of row.entries()) {
    const last = runs.at(-1);
    if (last !== undefined && isSame(last.look, look) && isLine(last.text) === isLine(last.text + text)) {
      runs[runs.length - 1] = { ...last, text: last.text + text, width: last.width + 1 };
    } else runs.push({ column, width: 1, text, look });
  }
  return runs.filter(({ text }) => text.trim() !== "");
}

function isSame(a: Look, b: Look): boolean {
  return a.bold === b.bold && a.dim === b.dim && a.colour === b.colour;
}

/** Whether it is a piece of a bar. Fonts leave gaps between these characters. */
function isLine(text: string): boolean {
  return /^(?:━+|─+)$/.test(text);
}

function drawRun({ column, width, text, look }: Run, row: number): string {
  const x = round(margin + column * cellWidth);
  const length = round(width * cellWidth);
  const top = margin + row * cellHeight;
  if (isLine(text)) {
    const thickness = text.startsWith("━") ? 4 : 1.5;
    const y = round(top + cellHeight / 2 - thickness / 2);
    return `<rect class="${classOf(look)}" x="${x}" y="${y}" width="${length}" height="${thickness}"/>`;
  }
  // Spaces at the ends would be dropped, and with them the length would be wrong.
  const lead = text.length - text.trimStart().length;
  const trail = text.length - text.trimEnd().length;
  const [at, wide] = [round(x + lead * cellWidth), round(length - (lead + trail) * cellWidth)];
  return `<text class="${classOf(look)}" x="${at}" y="${round(top + 14.5)}" textLength="${wide}">${escaped(text.trim())}</text>`;
}

function classOf({ bold, dim, colour }: Look): string {
  return [colour === undefined ? "ink" : `c${colour}`, ...(bold ? ["bold"] : []), ...(dim ? ["dim"] : [])].join(" ");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

// Each colour has a contrast of at least 4.5 on its paper; dim text too.
const style = `
text { font: ${fontSize}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre }
.paper { fill: #ffffff; stroke: #d0d7de }
.ink { fill: #1f2328 } .bold { font-weight: 700 } .dim { fill: #59636e }
.c1 { fill: #cf222e } .c2 { fill: #116329 } .c3 { fill: #7d4e00 } .c4 { fill: #0550ae } .c5 { fill: #8250df } .c6 { fill: #1b6c85 }
@media (prefers-color-scheme: dark) {
  .paper { fill: #0d1117; stroke: #3d444d }
  .ink { fill: #e6edf3 } .dim { fill: #9198a1 }
  .c1 { fill: #ff7b72 } .c2 { fill: #57d364 } .c3 { fill: #e3b341 } .c4 { fill: #79c0ff } .c5 { fill: #d2a8ff } .c6 { fill: #56d4dd }
}
`;
