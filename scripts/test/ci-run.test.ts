import { spawnSync } from "node:child_process";
import { mkdtempDisposable, cp, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../check/repository.ts";

/** What each command does in place of the real one, as shell. */
interface Commands {
  readonly install?: string;
  readonly test?: string;
  readonly node24?: string;
  readonly start?: string;
}

interface Result {
  readonly status: number | null;
  readonly ran: string[];
  /** What it named at the end, before the sum. */
  readonly closing: string[];
  readonly last: string | undefined;
}

/** Runs `.ci/run` in a folder of its own, in which `npm` and Node 24 are only acted. */
async function runCI(commands: Commands): Promise<Result> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "baedal-ci-"));
  const {
    install = "",
    test: check = "echo 5 passed, 0 failed",
    node24 = "echo 3 passed, 0 failed",
    start = "",
  } = commands;
  const npm = `case "$*" in ci) ${install || ":"} ;; test) ${check} ;; start) ${start || ":"} ;; esac`;
  await mkdir(join(folder.path, ".ci"));
  await cp(join(repository, ".ci/run"), join(folder.path, ".ci/run"));
  await writeProgram(join(folder.path, "bin/npm"), npm);
  await writeProgram(join(folder.path, ".ci/node24/node_modules/.bin/node"), node24);
  const { status, stdout } = spawnSync("bash", [".ci/run"], {
    cwd: folder.path,
    env: { ...process.env, PATH: `${join(folder.path, "bin")}:${process.env["PATH"]}` },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines = stdout.trimEnd().split("\n");
  const closing = lines.slice(lines.lastIndexOf("") + 1, -1);
  return { status, ran: lines.filter((line) => line.startsWith("== ")), closing, last: lines.at(-1) };
}

async function writeProgram(path: string, shell: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${shell}\n`, { mode: 0o755 });
}

test("the parts are summed up, and those that count nothing count as one", async () => {
  expect(await runCI({})).toEqual({
    status: 0,
    ran: [
      "== npm ci",
      "== npm test",
      "== npm ci --prefix .ci/node24",
      "== .ci/node24/node_modules/.bin/node scripts/check.ts tests -- packages/ --project=!pages",
      "== npm start",
    ],
    closing: [],
    last: "11 passed, 0 failed",
  });
});

test("a failed set-up ends it", async () => {
  const { status, ran, last } = await runCI({ install: "exit 1" });
  expect({ status, ran, last }).toEqual({ status: 1, ran: ["== npm ci"], last: "0 passed, 1 failed" });
});

test("a failed check fails it, and the other parts still run", async () => {
  const { status, ran, last } = await runCI({ test: "echo 4 passed, 2 failed; exit 1" });
  expect(status).toBe(1);
  expect(ran).toHaveLength(5);
  expect(last).toBe("10 passed, 2 failed");
});

test("what failed is named once more at the end", async () => {
  const { closing } = await runCI({
    test: `echo "ok lint"; echo "failed: a.test.ts > is late: 1"; echo 4 passed, 1 failed; exit 1`,
    start: "exit 3",
  });
  expect(closing).toEqual(["failed: a.test.ts > is late: 1", "failed: npm start, exit code 3"]);
});

test("what needed a second try is named once more at the end, and fails nothing", async () => {
  const unsteady = "passed at the second try: a.test.ts > a page is slow: Timeout 30000ms exceeded";
  const { status, closing } = await runCI({ node24: `echo "${unsteady}"; echo 3 passed, 0 failed` });
  expect({ status, closing }).toEqual({ status: 0, closing: [unsteady] });
});

test("a part that fails though it reports no failure counts as a failure", async () => {
  expect(await runCI({ test: "echo 5 passed, 0 failed; exit 1" })).toMatchObject({
    status: 1,
    last: "11 passed, 1 failed",
  });
  expect(await runCI({ node24: "exit 139" })).toMatchObject({ status: 1, last: "8 passed, 1 failed" });
});

test("a demo that fails fails it", async () => {
  expect(await runCI({ start: "exit 1" })).toMatchObject({ status: 1, last: "10 passed, 1 failed" });
});

test("a check that says that nothing ran fails it", async () => {
  expect(await runCI({ test: "echo 0 passed, 0 failed; exit 1" })).toMatchObject({ status: 1 });
});

test("the sum is found among lines of any bytes", async () => {
  const { status, last } = await runCI({ test: String.raw`printf '\000\377\n7 passed, 0 failed\n'` });
  expect({ status, last }).toEqual({ status: 0, last: "13 passed, 0 failed" });
});
