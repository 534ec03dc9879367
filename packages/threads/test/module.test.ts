import type * as nodePath from "node:path";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { WorkerModuleError, WorkerPool } from "@baedal/threads";
import { describe, expect, test } from "vitest";
import { workUrl } from "./work-url.ts";

async function failureOf(module: string | URL): Promise<unknown> {
  await using pool = new WorkerPool(module, { threads: 1 });
  return await pool.run("add", 1, 2).catch((error: unknown) => error);
}

describe("a module that cannot be loaded is an error of each job", () => {
  test("no such file", async () => {
    const error = await failureOf(new URL("./nowhere.js", import.meta.url));
    expect(error).toBeInstanceOf(WorkerModuleError);
    expect(error).toMatchObject({
      code: "ERR_BAEDAL_WORKER_MODULE",
      message: expect.stringMatching(/^The worker module file:.*nowhere\.js cannot be loaded: there is no such file$/),
      cause: { code: "ERR_MODULE_NOT_FOUND" },
    });
  });

  test("no such file, but TypeScript of that name", async () => {
    const error = await failureOf(new URL("./work.js", import.meta.url));
    expect(error).toMatchObject({ message: expect.stringMatching(/no such file, but there is work\.ts beside it$/) });
  });

  test.each([
    ["does not compile", "export function (", "SyntaxError: "],
    ["throws", "throw new TypeError('no licence')", "TypeError: no licence"],
    ["imports what is not there", "import './gone.js'", "Error: Cannot find module"],
  ])("a file that %s", async (_, source, problem) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), "baedal-threads-"));
    const path = join(folder.path, "work.mjs");
    await writeFile(path, source);
    const error = await failureOf(path);
    expect(error).toBeInstanceOf(WorkerModuleError);
    expect((error as Error).message).toContain(`cannot be loaded: ${problem}`);
  });

  test.each(["file://host/work.js", "file:///folder%2Fwork.js"])("the URL of no path: %s", async (url) => {
    const error = await failureOf(new URL(url));
    expect(error).toBeInstanceOf(WorkerModuleError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^The worker module file:.*work\.js cannot be loaded: TypeError: /),
      cause: expect.any(TypeError),
    });
  });

  test("and the pool goes on to say so", async () => {
    await using pool = new WorkerPool(new URL("./nowhere.js", import.meta.url), { threads: 1 });
    for (let i = 0; i < 3; i++) await expect(pool.run("add")).rejects.toThrow("there is no such file");
    expect(pool.statistics()).toMatchObject({ alive: 1, failed: 3 });
  });
});

describe("what is no module is refused at once", () => {
  test.each([
    ["lodash", '"lodash" is no URL and no path of a module; write new URL("./work.js", import.meta.url)'],
    ["https://example.com/work.js", "A WorkerPool loads file:, data: and node: URLs, not https:"],
    [undefined, "A WorkerPool needs the URL of a module, not undefined"],
    [{ href: "file:///work.js" }, "A WorkerPool needs the URL of a module, not a plain object"],
  ])("%s", (module, message) => {
    expect(() => new WorkerPool(module as string)).toThrow(
      new TypeError(message.includes("; write") ? message : `${message}; write new URL("./work.js", import.meta.url)`),
    );
  });
});

describe("a module may be given as", () => {
  const path = fileURLToPath(workUrl);

  test.each([
    ["a URL", workUrl],
    ["the text of a URL", workUrl.href],
    ["an absolute path", path],
    ["a path from the current directory", `./${relative(process.cwd(), path)}`],
    ["a data: URL", "data:text/javascript,export const add = (a, b) => a + b"],
  ])("%s", async (_, module) => {
    await using pool = new WorkerPool(module, { threads: 1 });
    expect(await pool.run("add", 1, 2)).toBe(3);
  });

  test("a module of Node", async () => {
    await using pool = new WorkerPool<typeof nodePath>("node:path", { threads: 1 });
    expect(await pool.run("basename", "/a/b.ts", ".ts")).toBe("b");
  });
});
