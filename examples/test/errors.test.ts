import { describe, expect, it } from "vitest";
import { runExample, runFile } from "./run-example.ts";
import { WrongProgram } from "./wrong-program.ts";

describe("a coroutine that nobody awaits", () => {
  it("does not run, and is reported with its name and the place where it was wrapped", async () => {
    const { code, stdout, stderr } = await runExample("never-awaited.ts");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(
      /RuntimeWarning: coroutine 'helloWorld' was never awaited \(wrapped at .*never-awaited\.ts:\d+:\d+\)/,
    );
  });
});

describe("await outside an async function", () => {
  it("is legal at the top level of an ES module", async () => {
    expect(await runExample("await-outside.ts")).toEqual({ code: 0, stdout: "hello world\n", stderr: "" });
  });

  it("is refused in a function that is not async", async () => {
    await using program = await WrongProgram.layOut("await-in-function.ts");
    const { code, stderr } = await runFile(program.path);
    expect(await program.errors()).toEqual(["TS1308"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("SyntaxError") });
  });

  it("is refused in a CommonJS file", async () => {
    await using program = await WrongProgram.layOut("await-in-commonjs.cts");
    const { code, stderr } = await runFile(program.path);
    expect(await program.errors()).toEqual(["TS1309"]);
    expect(code).toBe(1);
    expect(stderr).toContain("SyntaxError: await is only valid in async functions and the top level bodies of modules");
  });
});

describe("awaiting what is not awaitable", () => {
  it("is nothing to JavaScript's await, and a TypeError to gather", async () => {
    const { code, stdout, stderr } = await runExample("await-not-awaitable.ts");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "hello world\nundefined\nhello world\n" });
    expect(stderr).toContain("TypeError: gather() cannot await element 0: undefined");
  });

  it("is refused by the compiler before gather sees it", async () => {
    await using program = await WrongProgram.layOut("await-print.ts");
    expect(await program.errors()).toEqual(["TS2769"]);
    expect(await runFile(program.path)).toMatchObject({ code: 1, stdout: "hello world\n" });
  });
});

describe("the slips in the article's own listings", () => {
  it("a misspelled name is found by the compiler, and by Node only when the line runs", async () => {
    await using program = await WrongProgram.layOut("misspelled.ts");
    const { code, stderr } = await runFile(program.path);
    expect(await program.errors()).toContain("TS2552");
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("ReferenceError") });
  });

  it("a function whose body is not opened is a syntax error", async () => {
    await using program = await WrongProgram.layOut("missing-brace.ts");
    const { code, stderr } = await runFile(program.path);
    expect(await program.errors()).toEqual(["TS1128"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("SyntaxError") });
  });
});
