import { parseTrace, type TraceData } from "@baedal/inspect";
import { reduceAll, type TraceEvent } from "baedal/trace";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { baedal, start } from "./baedal-process.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const deliveries = fileURLToPath(new URL("./programs/deliveries.ts", import.meta.url));
const blocked = fileURLToPath(new URL("./programs/blocked.ts", import.meta.url));
const manyTasks = fileURLToPath(new URL("./programs/many-tasks.ts", import.meta.url));

async function readTrace(file: string): Promise<TraceData> {
  return await parseTrace(readFileSync(file, "utf8"));
}

/** What became of each task. */
function outcomes(events: readonly TraceEvent[]): string[] {
  return [...reduceAll(events).tasks.values()].map(({ name, outcome = "alive" }) => `${name} ${outcome}`);
}

const allFinished = ["main finished", "Task-2 finished", "Task-3 finished", "Task-4 finished"];

/** A task held the loop, and something was seen of it; on a slow machine so does Node when it loads the program. */
function isBlockedTask(event: TraceEvent): boolean {
  return event.kind === "blocked" && event.task > 0 && "culprit" in event && event.culprit !== undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("baedal run", () => {
  it("runs a script as Node would: arguments, input, output, exit code", async () => {
    const plain = await baedal(["run", deliveries, "arguments", "--port", "80", "-x"]);
    expect(plain).toEqual({ code: 0, stdout: '[["--port","80","-x"],[],null]\n', stderr: "" });
    const fed = await baedal(["run", deliveries, "input"], { input: "jjajangmyeon" });
    expect(fed).toEqual({ code: 0, stdout: "JJAJANGMYEON", stderr: "" });
    expect((await baedal(["run", deliveries, "process.exit"])).code).toBe(7);
  });

  it.each([
    ["before the script", ["--trace", "out.ndjson", deliveries, "arguments", "a"]],
    ["behind its arguments", [deliveries, "arguments", "a", "--trace", "out.ndjson"]],
    ["with an equals sign", [deliveries, "arguments", "--trace=out.ndjson", "a"]],
  ])("takes --trace %s and keeps it from the script", async (_, words) => {
    const cwd = temporaryDirectory();
    const { code, stdout, stderr } = await baedal(["run", ...words], { cwd });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '[["a"],[],null]\n', stderr: "" });
    expect(readdirSync(cwd)).toEqual(["out.ndjson"]);
  });

  it("leaves what stands behind -- to the script", async () => {
    const cwd = temporaryDirectory();
    const { stdout } = await baedal(["run", deliveries, "arguments", "--", "--trace", "out.ndjson", "--help"], { cwd });
    expect(stdout).toBe('[["--trace","out.ndjson","--help"],[],null]\n');
    const all = await baedal(["run", "--", deliveries, "arguments", "--inspect"], { cwd });
    expect(all.stdout).toBe('[["--inspect"],[],null]\n');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("leaves --help behind the script to the script", async () => {
    expect((await baedal(["run", deliveries, "arguments", "--help"])).stdout).toBe('[["--help"],[],null]\n');
  });

  it.each([
    [["x.ts"], "Cannot run x.ts: there is no such file"],
    [[], "run needs a script"],
    [[deliveries, "--trace"], "--trace needs a value"],
    [[deliveries, "--trace", "out.txt"], "--trace out.txt: its ending does not say what to write"],
    [[deliveries, "--trace", "nowhere/out.html"], "Cannot write nowhere/out.html: its folder does not exist"],
    [[deliveries, "--trace", "folder.html"], "Cannot write folder.html: it is a directory"],
    [[deliveries, "--trace-limit", "lots"], "--trace-limit"],
    [[deliveries, "--busy"], "--busy needs --trace or --inspect"],
    [[deliveries, "--slow", "soon"], "--slow must be a duration such as 500ms"],
    [[deliveries, "--slow", "1ms"], "--slow 1ms: what blocks the event loop can be told from 10ms to 1h"],
    [["--trase", "out.html", deliveries], "unknown option '--trase' (did you mean --trace?)"],
    [[deliveries, "--inspect=http"], "--inspect=http: a port is a whole number up to 65535"],
  ])("ends with 2 before anything runs for %j", async (words, message) => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, "folder.html"));
    const { code, stdout, stderr } = await baedal(["run", ...words], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`baedal: ${message}`);
    expect(readdirSync(cwd)).toEqual(["folder.html"]);
  });

  it("says on stderr what blocks the loop while it still does, and records it", async () => {
    const cwd = temporaryDirectory();
    const program = start(["run", blocked, "go", "--slow", "100ms", "--trace", "out.ndjson"], { cwd });
    const line = await program.says(/baedal: .* knead .*\n/u);
    writeFileSync(join(cwd, "go"), ""); // only now does the loop go on
    expect((await program.ended).code).toBe(0);
    expect(line).toMatch(/the event loop has stood still for \d+ ms: knead at .*blocked\.ts:9:\d+, in task 'cook'/u);
    const { events } = await readTrace(join(cwd, "out.ndjson"));
    const event = events.find(isBlockedTask);
    expect(event).toMatchObject({ kind: "blocked", task: 1, culprit: { function: "knead", file: blocked, line: 9 } });
  });

  it("records without --slow what blocks the loop, and says nothing of it", async () => {
    const cwd = temporaryDirectory();
    const { code, stderr } = await baedal(["run", blocked, "1500", "--trace", "out.ndjson"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { events } = await readTrace(join(cwd, "out.ndjson"));
    const event = events.find(isBlockedTask);
    expect(event).toMatchObject({ kind: "blocked", task: 1, culprit: { function: "knead", file: blocked } });
  }, 60_000);

  it("tells with --busy how long each task computes, and so what bounds a program", async () => {
    const cwd = temporaryDirectory();
    const computing = fileURLToPath(new URL("./programs/computing.ts", import.meta.url));
    const { code } = await baedal(["run", computing, "--busy", "--trace", "out.ndjson"], { cwd });
    expect(code).toBe(0);
    const { events } = await readTrace(join(cwd, "out.ndjson"));
    const tasks = new Map([...reduceAll(events).tasks.values()].map((task) => [task.name, task]));
    const share = (name: string): number => {
      const { busy = 0, startedAt = 0, endedAt = 0 } = tasks.get(name) ?? {};
      return busy / (endedAt - startedAt);
    };
    expect(share("main")).toBeGreaterThan(0.5);
    expect(share("ticker")).toBeLessThan(0.5);
  });

  it("tells of blocked loops without recording anything", async () => {
    const cwd = temporaryDirectory();
    const program = start(["run", "--slow=100ms", blocked, "go"], { cwd });
    await program.says(/in task 'cook'/u);
    writeFileSync(join(cwd, "go"), "");
    expect((await program.ended).code).toBe(0);
    expect(readdirSync(cwd)).toEqual(["go"]);
  });

  it("ends with 2 before anything runs where it may not write", async () => {
    const cwd = temporaryDirectory();
    chmodSync(cwd, 0o555);
    const { code, stderr } = await baedal(["run", deliveries, "--trace", "out.html"], { cwd, unprivileged: true });
    expect(code).toBe(2);
    expect(stderr).toBe("baedal: Cannot write out.html: permission denied\n");
  });
});

describe("baedal run --trace", () => {
  it.each([
    ["return", 0, { exitCode: 0 }],
    ["process.exit", 7, { exitCode: 7 }],
    ["throw", 1, { exitCode: 1 }],
    ["await", 13, { exitCode: 13 }],
    ["abort", 134, { signal: "SIGABRT" }],
    ["kill", 143, { signal: "SIGTERM" }],
    ["segfault", 139, { signal: "SIGSEGV" }],
  ])("has every event when the program ends by %s", async (ending, code, end) => {
    const cwd = temporaryDirectory();
    const ended = await baedal(["run", deliveries, ending, "--trace", "out.ndjson"], { cwd });
    const { program, dropped, events } = await readTrace(join(cwd, "out.ndjson"));
    expect(ended.code).toBe(code);
    expect(program).toMatchObject({ command: `${deliveries} ${ending}`, node: process.versions.node, ...end });
    expect(program.cut).toBeUndefined();
    expect(dropped).toBe(0);
    expect(outcomes(events)).toEqual(allFinished);
    expect(readdirSync(cwd)).toEqual(["out.ndjson"]);
  });

  it("has what listeners to the exit still do", async () => {
    const cwd = temporaryDirectory();
    await baedal(["run", deliveries, "at exit", "--trace", "out.ndjson"], { cwd });
    const { events } = await readTrace(join(cwd, "out.ndjson"));
    expect(outcomes(events)).toEqual([...allFinished, "too late alive"]);
  });

  it("passes a signal on and ends by it itself, with all that happened before", async () => {
    const cwd = temporaryDirectory();
    const running = start(["run", deliveries, "wait", "--trace", "out.ndjson"], { cwd });
    await running.says(/ready/);
    running.child.kill("SIGTERM");
    expect((await running.ended).code).toBe(143);
    const { program, events } = await readTrace(join(cwd, "out.ndjson"));
    expect(program).toMatchObject({ signal: "SIGTERM", cut: true });
    expect(outcomes(events)).toEqual(allFinished);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("lets a program clean up after %s, once", async (signal, code) => {
    const cwd = temporaryDirectory();
    const running = start(["run", deliveries, "wait in a task", "--trace", "out.ndjson"], { cwd });
    await running.says(/ready/);
    running.child.kill(signal);
    const ended = await running.ended;
    expect(ended.code).toBe(code);
    expect(ended.stdout).toBe("ready\ncleaned up\n");
    const { program, events } = await readTrace(join(cwd, "out.ndjson"));
    expect(program).toMatchObject({ exitCode: code });
    expect(outcomes(events).at(-1)).toMatch(/cancelled$/);
  });

  it("saves what there is after SIGKILL, and says that it was cut", async () => {
    const cwd = temporaryDirectory();
    const running = start(["run", deliveries, "wait", "--trace", "out.ndjson"], { cwd });
    await running.says(/ready/);
    const [spool = ""] = readdirSync(cwd);
    // The companion has been there once the records of the last task lie on disk.
    const isThere = (): boolean => readFileSync(join(cwd, spool, "000000.events"), "latin1").includes("Task-4");
    while (!isThere()) await new Promise(setImmediate);
    process.kill(
      (JSON.parse(readFileSync(join(cwd, spool, "program.json"), "utf8")) as { pid: number }).pid,
      "SIGKILL",
    );
    expect((await running.ended).code).toBe(137);
    const { program, events } = await readTrace(join(cwd, "out.ndjson"));
    expect(program).toMatchObject({ signal: "SIGKILL", cut: true });
    expect(outcomes(events).map((outcome) => outcome.split(" ")[0])).toEqual(["main", "Task-2", "Task-3", "Task-4"]);
    expect(readdirSync(cwd)).toEqual(["out.ndjson"]);
  });

  it("takes away what a run to the same file left that was killed, once its script has ended too", async () => {
    const cwd = temporaryDirectory();
    const killed = start(["run", deliveries, "wait", "--trace", "out.ndjson"], { cwd });
    await killed.says(/ready/);
    const [spool = ""] = readdirSync(cwd);
    const { pid } = JSON.parse(readFileSync(join(cwd, spool, "program.json"), "utf8")) as { pid: number };
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
    const again = ["run", deliveries, "arguments", "--trace", "out.ndjson"];
    expect((await baedal(again, { cwd })).code).toBe(0);
    expect(readdirSync(cwd).toSorted()).toEqual([spool, "out.ndjson"]); // the script still records there
    process.kill(pid, "SIGKILL");
    while (isAlive(pid)) await setTimeout(10); // nobody here is told of a grandchild's end
    expect((await baedal(again, { cwd })).code).toBe(0);
    expect(readdirSync(cwd)).toEqual(["out.ndjson"]);
  });

  it("keeps the newest within its limit, counts the rest, and never loses a live task", async () => {
    const cwd = temporaryDirectory();
    const count = 120_000; // 600,000 events in 22 MB
    const words = ["run", manyTasks, String(count), "--trace", "out.ndjson", "--trace-limit", "1MiB"];
    expect((await baedal(words, { cwd })).code).toBe(0);
    const { dropped, events } = await readTrace(join(cwd, "out.ndjson"));
    const { tasks } = reduceAll(events);
    expect(dropped).toBeGreaterThan(2 * count);
    expect(events.length).toBeLessThan(3 * count);
    const patient = [...tasks.values()].find(({ name }) => name === "patient");
    expect(patient).toMatchObject({ outcome: "finished" });
    expect([...tasks.values()].at(-1)?.name).toBe(`quick ${count - 1}`);
    expect([...tasks.values()].filter(({ state }) => state !== "done")).toEqual([]);
    expect(dropped + events.length).toBeGreaterThanOrEqual(5 * count);
  });

  it("leaves a file that is there alone until the new one is whole", async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, "out.ndjson"), "old");
    const running = start(["run", deliveries, "wait", "--trace", "out.ndjson"], { cwd });
    await running.says(/ready/);
    expect(readFileSync(join(cwd, "out.ndjson"), "utf8")).toBe("old");
    running.child.kill("SIGTERM");
    await running.ended;
    expect((await readTrace(join(cwd, "out.ndjson"))).events.length).toBeGreaterThan(10);
  });

  it("records nothing of the script's own threads and children, and they are none the wiser", async () => {
    const cwd = temporaryDirectory();
    writeFileSync(
      join(cwd, "family.cjs"),
      `const { fork } = require("node:child_process");
       if (process.argv[2] === "child") console.log("child", process.execArgv.length, process.env.BAEDAL_RUN);
       else fork(__filename, ["child"]);`,
    );
    const { code, stdout } = await baedal(["run", "family.cjs", "--trace", "out.ndjson"], { cwd });
    // The one option is --enable-source-maps.
    expect({ code, stdout }).toEqual({ code: 0, stdout: "child 1 undefined\n" });
    expect((await readTrace(join(cwd, "out.ndjson"))).events).toEqual([]);
    expect(existsSync(join(cwd, "out.ndjson"))).toBe(true);
  });
});
