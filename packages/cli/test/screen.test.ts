import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { liveView } from "../dist/progress/live-view.js";
import { Screen } from "../dist/terminal/screen.js";

/** Enough of a terminal to know what a person sees: it wraps, scrolls never, and knows the sequences that Screen uses. */
class FakeTerminal {
  columns: number;
  #rows: string[] = [""];
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  write(text: string): void {
    for (const [piece, up] of text.matchAll(/\u001b\[(?:\?2026[hl]|0K|0J|(\d+)A)|[^]/g)) {
      if (up !== undefined) this.#row -= Number(up);
      else if (piece === "\n") this.#newline();
      else if (piece === "\r") this.#column = 0;
      else if (piece === "\u001b[0K") this.#erase(this.#row);
      else if (piece === "\u001b[0J") this.#eraseBelow();
      else if (piece.length === 1) this.#put(piece);
    }
  }

  get lines(): string[] {
    return this.#rows.map((row) => row.trimEnd()).filter((row, index, all) => row !== "" || index < all.length - 1);
  }

  #newline(): void {
    this.#row += 1;
    this.#column = 0;
    while (this.#rows.length <= this.#row) this.#rows.push("");
  }

  #put(character: string): void {
    if (this.#column === this.columns) this.#newline();
    const row = (this.#rows[this.#row] ?? "").padEnd(this.#column);
    this.#rows[this.#row] = row.slice(0, this.#column) + character + row.slice(this.#column + 1);
    this.#column += 1;
  }

  #erase(row: number): void {
    this.#rows[row] = (this.#rows[row] ?? "").slice(0, this.#column);
  }

  #eraseBelow(): void {
    this.#erase(this.#row);
    this.#rows.length = this.#row + 1;
  }
}

describe("the screen", () => {
  it("redraws its block in place, longer or shorter", () => {
    const terminal = new FakeTerminal(40);
    const screen = new Screen(terminal);
    screen.draw(["one", "two", "three"]);
    screen.draw(["1"]);
    screen.draw(["first", "second"]);
    expect(terminal.lines).toEqual(["first", "second"]);
  });

  it("lets messages scroll away above the block", () => {
    const terminal = new FakeTerminal(40);
    const screen = new Screen(terminal);
    screen.draw(["block", "of two"]);
    screen.print("line 3 is no URL");
    screen.print("line 7 is no URL");
    screen.draw(["block", "of two!"]);
    expect(terminal.lines).toEqual(["line 3 is no URL", "line 7 is no URL", "block", "of two!"]);
  });

  it("prints messages when there is no block", () => {
    const terminal = new FakeTerminal(40);
    new Screen(terminal).print("hello");
    expect(terminal.lines).toEqual(["hello"]);
  });

  it("leaves nothing behind when it is cleared", () => {
    const terminal = new FakeTerminal(40);
    const screen = new Screen(terminal);
    screen.draw(["one", "two"]);
    screen.clear();
    screen.clear();
    expect(terminal.lines).toEqual([]);
  });

  it("starts below a block that was kept", () => {
    const terminal = new FakeTerminal(40);
    const screen = new Screen(terminal);
    screen.draw(["first half"]);
    screen.keep();
    screen.draw(["second half"]);
    screen.draw(["second half, further"]);
    expect(terminal.lines).toEqual(["first half", "second half, further"]);
  });

  it("writes each frame at once, so that nothing flickers", () => {
    const writes: string[] = [];
    const screen = new Screen({ columns: 40, write: (text) => writes.push(text) });
    screen.draw(["a", "b"]);
    screen.draw(["c", "d"]);
    expect(writes).toHaveLength(2);
  });
});

describe("the view of a collection on a terminal", () => {
  it("leaves nothing of its block but how to go on when the process ends at once", () => {
    const terminal = new FakeTerminal(40);
    const write = (text: Buffer, _encoding: string, done: () => void): void => {
      terminal.write(text.toString());
      done();
    };
    // The view asks its stream for the size, and writes.
    const stream = Object.assign(new Writable({ write }), { columns: 40, rows: 24 }) as unknown as NodeJS.WriteStream;
    const view = liveView("collecting", stream);
    const host = { host: "a", done: 0, failed: 0, bytes: 0, inFlight: 1, queued: 0, resting: 0 };
    const none = { queued: 0, done: 0, failed: 0, finished: 0, bytes: 0, rate: 0, elapsed: 0, remaining: undefined };
    view.update({
      ...none,
      phase: "running",
      total: 1,
      growing: false,
      inFlight: 1,
      errors: [],
      hosts: [host],
      slowest: undefined,
    });
    expect(terminal.lines.length).toBeGreaterThan(1);
    view.cut("stopped at once");
    expect(terminal.lines.filter((line) => line.trim() !== "")).toEqual(["stopped at once"]);
  });
});
