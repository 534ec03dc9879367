import { expect, it } from "vitest";
import { runExample } from "./run-example.ts";

it("a subroutine runs when it is called, and returns once", async () => {
  expect(await runExample("subroutine.ts")).toEqual({ code: 0, stdout: "hello world\n0\n", stderr: "" });
});

it("a coroutine runs when it is given to run", async () => {
  expect(await runExample("coroutine.ts")).toEqual({ code: 0, stdout: "hello world\n", stderr: "" });
});
