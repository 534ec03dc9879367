import { describe, expect, it } from "vitest";
import type { OutsideTask } from "../dist/attach/view-of-process.js";
import { plainPaint } from "../dist/terminal/paint.js";
import { lastOffset, topLines, type TopPicture } from "../dist/top/top-lines.js";

let made = 0;

/** A task that waits, but for what is said otherwise. */
function task(name: string, parent: number, rest: Partial<OutsideTask> = {}): OutsideTask {
  const waits = ["sleep 5000 ms"];
  return { id: ++made, name, parent, state: "waiting", waits, cancels: 0, seenFor: 1000, cancelledFor: 0, ...rest };
}

function picture(tasks: readonly OutsideTask[], rest: Partial<TopPicture> = {}): TopPicture {
  return { pid: 42, view: { runs: [tasks], trees: [] }, silent: 0, isPaused: false, offset: 0, ...rest };
}

function drawn(tasks: readonly OutsideTask[], columns = 80, rows = Infinity): string[] {
  return topLines(picture(tasks), { columns, rows, paint: plainPaint });
}

describe("the picture of baedal top", () => {
  it("has what hurts first: who computes, who was asked to stop and stays, who has waited longest", () => {
    const main = task("main", 0);
    const lines = drawn([
      main,
      task("patient", main.id, { seenFor: 90_000 }),
      task("stubborn", main.id, { cancels: 1, cancelledFor: 3000 }),
      task("busy", main.id, { state: "running", waits: [], seenFor: 2000 }),
      task("quick", main.id, { seenFor: 10 }),
    ]);
    expect(lines).toEqual([
      "process 42 · 5 tasks · 1 run",
      "1 computing · 1 asked to stop · 4 waiting",
      "TASK         STATE          FOR  WAITS FOR",
      "main         waits        1.0 s  sleep 5000 ms",
      "├─ busy      computes     2.0 s",
      "├─ stubborn  cancelled    3.0 s  sleep 5000 ms",
      "├─ patient   waits       90.0 s  sleep 5000 ms",
      "└─ quick     waits        0.0 s  sleep 5000 ms",
    ]);
  });

  it("puts a task as high as the worst below it", () => {
    const main = task("main", 0);
    const calm = task("calm", main.id, { seenFor: 50_000 });
    const nest = task("nest", main.id, { seenFor: 1 });
    const names = drawn([main, calm, nest, task("computing", nest.id, { state: "running", waits: [] })]).slice(3);
    expect(names.map((line) => /[a-z]+/.exec(line)?.[0])).toEqual(["main", "nest", "computing", "calm"]);
  });

  it("shows tasks that stand alike as one line, with the longest time", () => {
    const main = task("main", 0);
    const fetches = Array.from({ length: 990 }, (_, index) =>
      task(`fetch ${index}`, main.id, { waits: [`GET http://shop/${index}`], seenFor: index }),
    );
    const lines = drawn([main, ...fetches, task("other", main.id)]);
    expect(lines.slice(4)).toEqual([
      expect.stringMatching(/^├─ other {11}waits {8}1\.0 s {2}sleep 5000 ms$/),
      expect.stringMatching(/^└─ fetch 989 ×990 {2}waits {8}1\.0 s {2}GET http:\/\/shop\/989$/),
    ]);
  });

  it.each([40, 80, 200])("fits %d columns, whatever tasks are called and wait for", (columns) => {
    const main = task("main", 0);
    const long = task("a name that is far too long for any column ".repeat(4), main.id, {
      waits: ["GET http://shop.example/".padEnd(300, "x")],
    });
    const lines = drawn([main, long, task("x", long.id, { cancels: 2, cancelledFor: 1e9 })], columns, 20);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    expect(lines.at(-1)).toContain("q quits");
  });

  it("lets nothing through that steers the terminal", () => {
    const lines = drawn([task("red \u001B[31m", 0, { waits: ["\u0007bell"] })]);
    expect(lines.join("")).not.toMatch(/[\u001B\u0007]/);
    expect(lines[3]).toContain("red \uFFFD[31m");
  });

  it("scrolls to its last row and says what lies above and below", () => {
    const main = task("main", 0);
    const all = [main, ...["a", "b", "c", "d", "e"].map((name) => task(name, main.id, { waits: [name] }))];
    const frame = { columns: 60, rows: 6, paint: plainPaint };
    const last = lastOffset(picture(all), frame);
    expect(last).toBe(4);
    const lines = topLines(picture(all, { offset: last }), frame);
    expect(lines.length).toBe(6);
    expect(lines.at(-2)).toMatch(/^└─ /);
    expect(lines.at(-1)).toBe("4 above · q quits · ↑↓ scroll · space pauses");
    expect(topLines(picture(all, { offset: 1 }), frame).at(-1)).toContain("1 above, 3 below");
  });

  it("says that the program does not answer, that it is paused, and which tasks wait for each other", () => {
    const view = { runs: [[task("main", 0)]], trees: ["└─ main: runs\nWait cycle: plato -> kant -> plato"] };
    const lines = topLines(picture([], { view, silent: 3200, isPaused: true }), {
      columns: 80,
      rows: Infinity,
      paint: plainPaint,
    });
    expect(lines.slice(2, 5)).toEqual([
      "Wait cycle: plato -> kant -> plato",
      "no answer for 3.2 s: a native call blocks it",
      "paused: space goes on",
    ]);
  });
});
