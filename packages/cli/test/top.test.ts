import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { baedal } from "./baedal-process.ts";
import { startProgram } from "./running-program.ts";

const restaurant = new URL("./programs/restaurant.ts", import.meta.url);
const command = fileURLToPath(new URL("../bin/baedal.js", import.meta.url));

test("top prints once where there is no terminal", async () => {
  await using program = await startProgram(restaurant);
  const { code, stdout } = await baedal(["top", String(program.pid)]);
  expect(stdout).toMatch(/^process \d+ · 44 tasks · 1 run\n1 asked to stop · 43 waiting · 1 elsewhere\n/);
  expect(stdout).toMatch(/^├─ guest who stays +cancelled +\d\.\d s +sleep 600000 ms$/m);
  expect(stdout).toMatch(/^[│ ] {2}[├└]─ table \d+ ×39 +waits +\d\.\d s +Lock\.acquire of 'till', held by table 1$/m);
  expect(code).toBe(0);
});

test("top ends as ps does where there is nothing to show", async () => {
  const { code, stderr } = await baedal(["top", String(2 ** 22 + 1)]);
  expect(stderr).toContain("There is no process");
  expect(code).toBe(2);
});

/** Runs `top` in front of a terminal, as script(1) makes one, and types keys once it has drawn. */
async function inTerminal(
  pid: number,
  type: (write: (keys: string) => void, seen: () => string) => void,
): Promise<{ code: number; seen: string }> {
  const line = `stty cols 80 rows 24; '${process.execPath}' '${command}' top ${pid} --interval 100ms`;
  const child = spawn("script", ["-qec", line, "/dev/null"], { env: { ...process.env, TERM: "xterm", NO_COLOR: "1" } });
  let seen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    seen += text;
    type(
      (keys) => void child.stdin.write(keys),
      () => seen,
    );
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, seen };
}

test("top draws in front of a terminal, pauses, and gives the terminal back at q", async () => {
  await using program = await startProgram(restaurant);
  const steps = [
    { when: "q quits", keys: " " },
    { when: "paused: space goes on", keys: "q" },
  ];
  const { code, seen } = await inTerminal(program.pid, (write, sofar) => {
    if (steps[0] !== undefined && sofar().includes(steps[0].when)) write(steps.shift()?.keys ?? "");
  });
  expect(code).toBe(0);
  expect(seen).toContain("\u001B[?1049h\u001B[?25l");
  expect(seen.trimEnd().endsWith("\u001B[?25h\u001B[?1049l")).toBe(true);
  expect(program.child.exitCode).toBe(null);
});

test("Ctrl-C ends top as it ends any command, with the terminal as it was", async () => {
  await using program = await startProgram(restaurant);
  let isTyped = false;
  const { code, seen } = await inTerminal(program.pid, (write, sofar) => {
    if (isTyped || !sofar().includes("q quits")) return;
    isTyped = true;
    write("\u0003");
  });
  expect(code).toBe(130);
  expect(seen).toContain("\u001B[?25h\u001B[?1049l");
});

test("top neither holds a program that ends nor stays behind it", async () => {
  await using program = await startProgram(restaurant);
  let isAsked = false;
  const { code, seen } = await inTerminal(program.pid, (_write, sofar) => {
    if (isAsked || !sofar().includes("q quits")) return;
    isAsked = true;
    program.child.kill("SIGTERM");
  });
  expect(code).toBe(0);
  expect(seen).toContain(`process ${program.pid} has ended`);
});
