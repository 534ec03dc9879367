import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { baedal, baedalPath, start } from "./baedal-process.ts";
import { loopbackSite } from "./loopback-site.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

let cwd: string;
/** A store of 40 pages of 30 kB and one that failed. */
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "baedal-store-"));
  await using site = await loopbackSite((request, response) => {
    response.writeHead(request.url === "/gone" ? 404 : 200, { "content-type": "text/plain" }).end("배달 ".repeat(4000));
  });
  const urls = Array.from({ length: 40 }, (_, index) => `${site.origin}/${index}`);
  await baedal(["collect", ...urls, `${site.origin}/gone`, "-o", "out"], { cwd });
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe.each([["export"], ["report"], ["status"]])("baedal %s", (command) => {
  it("ends with 2 and makes nothing where there is no store", async () => {
    const before = readdirSync(cwd);
    const { code, stdout, stderr } = await baedal([command, "nowhere"], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^baedal: .*nowhere/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(readdirSync(cwd)).toEqual(before);
  });

  it("says what collect says of bodies without a database, whether that is gone or empty", async () => {
    const orphaned = temporaryDirectory();
    writeFileSync(join(orphaned, "bodies-000001.segment"), "body");
    const first = await baedal([command, orphaned], { cwd });
    const run = await baedal(["collect", "http://127.0.0.1:1/", "-o", orphaned], { cwd });
    expect(first).toEqual({ code: 4, stdout: "", stderr: run.stderr });
    writeFileSync(join(orphaned, "collection.sqlite"), "");
    expect(await baedal([command, orphaned], { cwd })).toEqual(first);
  });

  it("wants a directory", async () => {
    const { code, stderr } = await baedal([command], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("missing required argument 'dir'");
  });
});

describe("baedal export", () => {
  it("writes one record a line, in order of entry", async () => {
    const { code, stdout, stderr } = await baedal(["export", "out", "--format", "jsonl"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const paths = stdout
      .trimEnd()
      .split("\n")
      .map((line) => new URL(JSON.parse(line).url).pathname);
    expect(paths).toEqual([...Array.from({ length: 40 }, (_, index) => `/${index}`), "/gone"]);
  });

  it("adds the bodies with --body", async () => {
    const { stdout } = await baedal(["export", "out", "--body"], { cwd });
    expect(JSON.parse(stdout.split("\n")[0] ?? "").body).toBe("배달 ".repeat(4000));
  });

  it("refuses --body where the format has none", async () => {
    const { code, stdout, stderr } = await baedal(["export", "out", "--format", "csv", "--body"], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe("baedal: --body does nothing with --format csv; it is for jsonl and har\n");
  });

  it("names the formats there are", async () => {
    const { code, stderr } = await baedal(["export", "out", "--format", "xml"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toBe('baedal: --format must be jsonl, csv, warc, har or files, not "xml"\n');
  });

  it("writes every format", async () => {
    const starts: Record<string, RegExp> = { csv: /^url,/, har: /^\{/, warc: /^WARC\/1\.1\r\n/ };
    for (const [format, beginning] of Object.entries(starts)) {
      const { code, stdout } = await baedal(["export", "out", "--format", format], { cwd });
      expect({ format, code, stdout }).toEqual({ format, code: 0, stdout: expect.stringMatching(beginning) });
    }
    expect((await baedal(["export", "out", "--format", "files", "-o", "bodies"], { cwd })).code).toBe(0);
    expect(readdirSync(join(cwd, "bodies"), { recursive: true }).length).toBeGreaterThanOrEqual(40);
  });

  it("wants a folder for files", async () => {
    const { code, stderr } = await baedal(["export", "out", "--format", "files"], { cwd });
    expect({ code, stderr }).toEqual({ code: 2, stderr: "baedal: files go into a folder: name one with -o DIR\n" });
  });

  it("writes a file, and no half one where it cannot", async () => {
    expect((await baedal(["export", "out", "-o", "pages.jsonl"], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "pages.jsonl"), "utf8").trimEnd().split("\n")).toHaveLength(41);
    const { code, stderr } = await baedal(["export", "out", "-o", "nowhere/pages.jsonl"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toMatch(/^baedal: Cannot write nowhere\/pages\.jsonl/);
  });

  it("ends quietly with 0 when the reader has seen enough", async () => {
    const running = start(["export", "out", "--body"], { cwd });
    running.child.stdout.once("data", () => running.child.stdout.destroy());
    const { code, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("ends with 5 when the disk takes no more of what goes to stdout", () => {
    // A file may grow to 100 or 200 kB; the bodies are larger.
    const limited = 'ulimit -f 200; exec "$0" "$@" > full.jsonl';
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", limited, process.execPath, baedalPath, "export", "out", "--body"],
      {
        cwd,
        encoding: "utf8",
      },
    );
    expect([status, stderr]).toEqual([5, expect.stringMatching(/^baedal: Cannot write to stdout: .*\n$/)]);
  });
});

describe("baedal report", () => {
  it("writes report.html, or the file it is told to", async () => {
    expect((await baedal(["report", "out"], { cwd })).code).toBe(0);
    expect((await baedal(["report", "out", "-o", "other.html"], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "report.html"), "utf8")).toContain("/gone");
    expect(existsSync(join(cwd, "other.html"))).toBe(true);
  });

  it("ends with 5 where it cannot write", async () => {
    const { code, stderr } = await baedal(["report", "out", "-o", "/dev/null/report.html"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toMatch(/^baedal: Cannot write \/dev\/null\/report\.html: /);
  });
});

describe("a place that cannot be written to", () => {
  it.each([["report"], ["export"]])("is named by baedal %s, with what is wrong with it", async (command) => {
    mkdirSync(join(cwd, `${command}-folder`));
    const folder = await baedal([command, "out", "-o", `${command}-folder`], { cwd });
    expect(folder.code).toBe(5);
    expect(folder.stderr).toMatch(/^baedal: Cannot write \S+-folder: it is a directory/);
    expect(readdirSync(join(cwd, `${command}-folder`))).toEqual([]);
    const missing = await baedal([command, "out", "-o", "nowhere/file"], { cwd });
    expect(missing).toMatchObject({
      code: 5,
      stderr: "baedal: Cannot write nowhere/file: its folder does not exist\n",
    });
    const empty = await baedal([command, "out", "-o", ""], { cwd });
    expect(empty).toMatchObject({ code: 2, stderr: "baedal: --output is empty: name the place to write to\n" });
  });
});

describe("baedal status", () => {
  it("tells what is done, failed and queued, by host", async () => {
    const { code, stdout } = await baedal(["status", "out"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("out: 40 done, 1 failed, 0 queued");
    expect(stdout).toContain("Nobody is collecting; 1 run so far; nothing is left to do");
    expect(stdout).toMatch(/127\.0\.0\.1:\d+ +40 +1 +0/);
  });

  it("lists every URL that failed with --failed", async () => {
    expect((await baedal(["status", "out", "--failed"], { cwd })).stdout).toMatch(
      /^http:\S+\/gone: The server answered 404 Not Found\n$/,
    );
    const { stdout } = await baedal(["status", "out", "--failed", "--json"], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ status: 404, error: { code: "ERR_BAEDAL_STATUS" } });
  });

  it("tells the same as JSON", async () => {
    expect(JSON.parse((await baedal(["status", "out", "--json"], { cwd })).stdout)).toMatchObject({
      queued: 0,
      done: 40,
      failed: 1,
    });
  });
});
