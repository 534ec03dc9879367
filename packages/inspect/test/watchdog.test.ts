import { watchLoop } from "@baedal/inspect/watchdog";
import type { BlockedReport } from "@baedal/inspect/watchdog";
import type { BlockedEvent } from "baedal/trace";
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { describe, expect, it, onTestFinished } from "vitest";

const kitchen = fileURLToPath(new URL("programs/blocked-kitchen.ts", import.meta.url));

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "baedal-watchdog-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

interface Told {
  readonly report?: BlockedReport;
  readonly event?: BlockedEvent;
}

/** Starts a program that blocks until it is released. */
function start(program: string, args: readonly string[]): BlockedProgram {
  const child = spawn(process.execPath, [program, ...args]);
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  const ended = once(child, "close").then(([code]) => ({
    code: code as number, // no signal ends it
    told: stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Told])),
  }));
  onTestFinished(() => void child.kill("SIGKILL")); // it may block for ever
  return { says: (pattern) => said(child, pattern), ended };
}

interface BlockedProgram {
  readonly says: (pattern: RegExp) => Promise<string>;
  readonly ended: Promise<{ readonly code: number; readonly told: readonly Told[] }>;
}

function said(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      const [match] = pattern.exec(stderr) ?? [];
      if (match !== undefined) resolve(match);
    });
    child.once("close", () => reject(new Error(`It ended without saying ${pattern}, but: ${stderr}`)));
  });
}

function lineOf(file: string, text: string): number {
  return (
    readFileSync(file, "utf8")
      .split("\n")
      .findIndex((line) => line.includes(text)) + 1
  );
}

describe("the watchdog of the loop", () => {
  it("names function, place and task while the loop still stands, and reports when it turns again", async () => {
    const file = join(temporaryDirectory(), "go");
    const program = start(kitchen, ["task", file]);
    const line = await program.says(/baedal: .*knead.*\n/u);
    writeFileSync(file, ""); // only now does the loop go on
    const place = `${kitchen}:${lineOf(kitchen, "the place that is blamed")}`;
    expect(line).toMatch(/^baedal: the event loop has stood still for \d{3,} ms: /u);
    expect(line).toContain(` knead at ${place}:`);
    expect(line).toContain("in task 'cook'");
    const { code, told } = await program.ended;
    expect(code).toBe(0);
    const report = told.find((one) => one.report?.culprit !== undefined)?.report;
    expect(report?.task?.name).toBe("cook");
    expect(report?.culprit).toMatchObject({ function: "knead", file: kitchen });
    expect(report?.culprit?.stack.some((frame) => frame.startsWith(`knead (${place}:`))).toBe(true);
    expect(report?.duration).toBeGreaterThanOrEqual(100);
    const event = told.find((one) => one.event?.culprit !== undefined)?.event;
    expect(event).toMatchObject({ kind: "blocked", task: report?.task?.id, duration: report?.duration });
  });

  it("says of native code that it cannot look into it, and blames its caller when it returns", async () => {
    const pipe = join(temporaryDirectory(), "pipe");
    execFileSync("mkfifo", [pipe]);
    const program = start(kitchen, ["native", pipe]);
    await program.says(/blocks now\n(?:.*\n)*.*in native code: its stack can be read when it returns/u);
    writeFileSync(pipe, "go");
    const { told } = await program.ended;
    const culprit = told.find((one) => one.report?.culprit !== undefined)?.report?.culprit;
    expect(culprit).toMatchObject({ file: kitchen, line: lineOf(kitchen, "readFileSync(file)") });
    expect(culprit?.inside).toBe("readFileSync of Node");
    expect(culprit?.stack.join("\n")).toMatch(/readFileSync \(node:fs:/u);
  });

  it("blames who called sleepSync, which cannot help it, and names that beside", async () => {
    const file = join(temporaryDirectory(), "go");
    const program = start(kitchen, ["asleep", file]);
    const line = await program.says(/baedal: .*doze.*\n/u);
    writeFileSync(file, "");
    expect(line).toContain(`doze at ${kitchen}:${lineOf(kitchen, "do sleepSync")}:`);
    expect(line).toMatch(/in task 'cook', inside sleepSync of baedal\n$/u);
    const { told } = await program.ended;
    const culprit = told.find((one) => one.report?.culprit !== undefined)?.report?.culprit;
    expect(culprit).toMatchObject({ function: "doze", file: kitchen, inside: "sleepSync of baedal" });
    expect(culprit?.stack.join("\n")).toMatch(/sleepSync \(\S+clock\.ts:.*\n.*sleepSync \(.*\n.*doze/u);
  });

  it("finds the place in the source of compiled code by its source map", async () => {
    const directory = temporaryDirectory();
    const [compiled, source, file] = ["oven.mjs", "oven.ts", "go"].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    const code = [
      `import { existsSync } from "node:fs";`,
      `import { watchLoop } from ${JSON.stringify(import.meta.resolve("@baedal/inspect/watchdog"))};`,
      `watchLoop({ announce: true });`,
      `await new Promise((resolve) => setTimeout(resolve, 1));`,
      `while (!existsSync(process.argv[2]));`,
    ];
    // Every line of it comes from 40 lines further down in the source.
    const mappings = ["AAwCA", ...code.slice(1).map(() => "AACA")].join(";");
    const map = JSON.stringify({ version: 3, sources: ["oven.ts"], names: [], mappings });
    const url = `data:application/json;base64,${Buffer.from(map).toString("base64")}`;
    writeFileSync(compiled, [...code, `//# sourceMappingURL=${url}`].join("\n"));
    const program = start(compiled, [file]);
    const line = await program.says(/baedal: .* at .*\n/u);
    writeFileSync(file, "");
    expect(line).toContain(`${source}:45:`);
    expect(line).toContain("outside tasks");
    expect((await program.ended).code).toBe(0);
  });

  it("reports what blocked the loop right before the process ended itself", async () => {
    const file = join(temporaryDirectory(), "go");
    const program = start(kitchen, ["exit", file]);
    await program.says(/knead/u);
    writeFileSync(file, "");
    const { code, told } = await program.ended;
    expect(code).toBe(3);
    expect(told.some((one) => one.report?.culprit?.function === "knead")).toBe(true);
    expect(told.some((one) => one.event?.culprit?.function === "knead")).toBe(true);
  });

  it("keeps no process alive", async () => {
    const watching = `import { watchLoop } from ${JSON.stringify(import.meta.resolve("@baedal/inspect/watchdog"))}; watchLoop();`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", watching], { stdio: "ignore" });
    expect(await once(child, "close")).toEqual([0, null]);
  });

  it("refuses to watch the loop of a worker thread, since it could not read its stack", async () => {
    const watchdog = JSON.stringify(import.meta.resolve("@baedal/inspect/watchdog"));
    const code = `import(${watchdog}).then(({ watchLoop }) => watchLoop())`;
    const [error] = (await once(new Worker(code, { eval: true }), "error").catch((thrown: unknown) => [thrown])) as [
      Error,
    ];
    expect(error.message).toContain("cannot watch the loop of a worker thread");
  });

  it.each([9, 0, -1, NaN, Infinity])("refuses a limit of %d ms", (slow) => {
    expect(() => watchLoop({ slow })).toThrow(RangeError);
  });
});
