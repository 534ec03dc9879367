import { describe, expect, it } from "vitest";
import { main as awaiting } from "../deliveries-await.ts";
import { main as creatingTasks } from "../deliveries-create-task.ts";
import { main as gathering } from "../deliveries-gather.ts";
import { main as sync } from "../deliveries-sync.ts";
import { main as sleeping } from "../sleep-result.ts";
import { concurrently, oneAfterAnother } from "./article-output.ts";
import { onVirtualClock } from "./on-virtual-clock.ts";
import { runExample } from "./run-example.ts";

describe("deliveries, on a virtual clock", () => {
  it("take six seconds one after another when the thread is blocked", async () => {
    expect(await onVirtualClock(sync)).toEqual({ lines: oneAfterAnother, seconds: 6 });
  });

  it("take six seconds one after another when each coroutine is awaited by itself", async () => {
    expect(await onVirtualClock(awaiting)).toEqual({ lines: oneAfterAnother, seconds: 6 });
  });

  it("take three seconds side by side as tasks", async () => {
    expect(await onVirtualClock(creatingTasks)).toEqual({ lines: concurrently, seconds: 3 });
  });

  it("take three seconds side by side with gather, whose results keep the order given", async () => {
    expect(await onVirtualClock(gathering)).toEqual({ lines: [...concurrently, "[1, 2, 3]"], seconds: 3 });
  });

  it("let another task run while one sleeps, and bring the result of the sleep", async () => {
    expect(await onVirtualClock(sleeping)).toEqual({
      lines: ["another task runs meanwhile", "empty bowl"],
      seconds: 1,
    });
  });
});

describe("deliveries, for real", () => {
  it.concurrent.for([
    { file: "deliveries-sync.ts", lines: [...oneAfterAnother, "undefined"], seconds: 6 },
    { file: "deliveries-await.ts", lines: oneAfterAnother, seconds: 6 },
    { file: "deliveries-create-task.ts", lines: concurrently, seconds: 3 },
    { file: "deliveries-gather.ts", lines: [...concurrently, "[1, 2, 3]"], seconds: 3 },
  ])("$file prints what the article prints, and takes $seconds seconds", async ({ file, lines, seconds }) => {
    const { code, stdout } = await runExample(file);
    const printed = stdout.trimEnd().split("\n");
    expect({ code, lines: printed.slice(0, -1) }).toEqual({ code: 0, lines });
    // A timer never fires early; how late the program comes is up to the machine.
    expect(Number(printed.at(-1))).toBeGreaterThanOrEqual(seconds - 0.01);
  });
});
