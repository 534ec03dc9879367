import { describe, expect, it } from "vitest";
import { requestSpan } from "../dist/shape/request-span.js";
import { RowSelection, type PlacedRow } from "../dist/shape/row-selection.js";
import { row, timings } from "./timings.ts";

/** A row that starts at its index and takes `ms`. */
function placed(index: number, ms: number, failed = false): PlacedRow {
  const error = failed ? { code: "E", message: "no" } : null;
  const made = row({ startedMs: index, timings: timings({ done: ms }), error });
  return { index, row: made, span: requestSpan(made) };
}

function select(rows: readonly PlacedRow[], limit: number): number[] {
  const selection = new RowSelection(limit);
  for (const one of rows) selection.add(one);
  return selection.select().rows.map(({ index }) => index);
}

describe("RowSelection", () => {
  it("keeps everything while it fits, in the order in which it left the queue", () => {
    expect(select([placed(2, 5), placed(0, 5), placed(1, 5)], 3)).toEqual([0, 1, 2]);
  });

  it("keeps failures, the slowest and the first of a longer run", () => {
    const rows = Array.from({ length: 100 }, (_, index) => placed(index, index === 60 ? 900 : 10, index >= 90));
    expect(select(rows, 8)).toEqual([0, 1, 2, 3, 4, 60, 90, 91]);
  });

  it("finds the slowest wherever they are, without keeping all rows", () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => placed(index, (index * 7919) % 10_000));
    const slowest = rows.toSorted((a, b) => b.span.end - b.span.active - (a.span.end - a.span.active)).slice(0, 10);
    expect(select(rows, 20)).toEqual(expect.arrayContaining(slowest.map(({ index }) => index)));
  });

  it("counts all that it saw", () => {
    const selection = new RowSelection(2);
    for (let index = 0; index < 9; index++) selection.add(placed(index, 1));
    expect(selection.select()).toMatchObject({ seen: 9, rows: { length: 2 } });
  });

  it("keeps nothing when nothing is wanted", () => {
    expect(select([placed(0, 1), placed(1, 1, true)], 0)).toEqual([]);
  });
});
