import { describe, expect, it } from "vitest";
import { drawTerminal } from "../picture/draw-terminal.ts";
import { Terminal } from "../picture/terminal.ts";

function linesOf(columns: number, output: string): string[] {
  const terminal = new Terminal(columns);
  terminal.write(output);
  return terminal.rows.map((row) =>
    row
      .map(({ text }) => text)
      .join("")
      .trimEnd(),
  );
}

describe("the terminal", () => {
  it("keeps the last of several frames that were drawn over each other", () => {
    const output = "title\r\nhalf of it\u001b[0K\r\nmore\r\n\u001b[2A\rall\u001b[0K\r\n\u001b[0J";
    expect(linesOf(20, output)).toEqual(["title", "all"]);
  });

  it("wraps a line that is too long", () => {
    expect(linesOf(4, "abcdef")).toEqual(["abcd", "ef"]);
  });

  it("gives a Korean syllable two places", () => {
    expect(linesOf(4, "배달 A")).toEqual(["배달", " A"]);
  });

  it("knows how each character looks", () => {
    const terminal = new Terminal(20);
    terminal.write("a\u001b[1mb\u001b[31mc\u001b[22md\u001b[39me\u001b[2mf\u001b[0mg");
    const looks = terminal.rows[0]?.map(({ text, look }) => [text, look.bold, look.dim, look.colour]);
    expect(looks).toEqual([
      ["a", false, false, undefined],
      ["b", true, false, undefined],
      ["c", true, false, 1],
      ["d", false, false, 1],
      ["e", false, false, undefined],
      ["f", false, true, undefined],
      ["g", false, false, undefined],
    ]);
  });
});

describe("the drawing", () => {
  const draw = (output: string): string => {
    const terminal = new Terminal(20);
    terminal.write(output);
    return drawTerminal(terminal.rows, 20, "a < b");
  };

  it("escapes what would be markup", () => {
    expect(draw("x <&> y")).toContain(">x &lt;&amp;&gt; y</text>");
    expect(draw("x")).toContain("<title>a &lt; b</title>");
  });

  it("puts text at its column, with the length it has on the terminal", () => {
    expect(draw("    ab")).toContain('x="53.6" y="34.5" textLength="16.8">ab</text>');
  });

  it("draws a bar as two lines, the thick one for what is full", () => {
    const shapes = [
      ...draw("\u001b[32m━━━\u001b[39m\u001b[2m──\u001b[22m").matchAll(/<rect class="(?!paper)(.*)"\/>/g),
    ];
    expect(shapes.map(([, shape]) => shape)).toEqual([
      'c2" x="20" y="28" width="25.2" height="4',
      'ink dim" x="45.2" y="29.3" width="16.8" height="1.5',
    ]);
  });
});
