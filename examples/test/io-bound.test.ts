import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runExample } from "./run-example.ts";

describe("the I/O-bound program", () => {
  it("refuses what is not a number", async () => {
    const { code, stderr } = await runExample("io-bound.ts", "짜장면\n");
    expect(code).toBe(1);
    expect(stderr).toContain('RangeError: Cannot add 100 to "짜장면"; type a number');
  });

  it("says so when its input ends, for then nothing can wake it any more", async () => {
    const { code, stderr } = await runExample("io-bound.ts");
    expect(code).toBe(1);
    expect(stderr).toContain("DeadlockError");
  });

  it("waits for its number, prints it plus 100, and ends though the input stays open", async () => {
    const program = spawn(process.execPath, [fileURLToPath(new URL("../io-bound.ts", import.meta.url))]);
    const printed = text(program.stdout);
    program.stdin.write("15\n");
    const [code] = await once(program, "close");
    expect({ code, printed: await printed }).toEqual({ code: 0, printed: "115\n" });
  });
});
