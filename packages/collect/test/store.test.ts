import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import {
  Collection,
  DirectoryError,
  exportCollection,
  NoStoreError,
  readStatus,
  records,
  StoreDamagedError,
  StoreLockedError,
  StoreVersionError,
  StoreWriteError,
} from "@baedal/collect";
import { expect, test } from "vitest";
import { StoreClient } from "../dist/store/store-client.js";
import { collectAll } from "./collect-all.ts";
import { entry, finished } from "./frontier-conformance.ts";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

test("refuses a directory that holds something else, and leaves it alone", async () => {
  using temporary = new Temporary();
  writeFileSync(temporary.path("letter.txt"), "Dear B,");
  await expect(collectAll({ directory: temporary.root })).rejects.toThrow(DirectoryError);
  await expect(collectAll({ directory: temporary.root })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining("it holds something else (letter.txt)"),
  });
  expect(readdirSync(temporary.root)).toEqual(["letter.txt"]);
});

test("refuses a file, and a place below a file", async () => {
  using temporary = new Temporary();
  writeFileSync(temporary.path("file"), "");
  for (const directory of [temporary.path("file"), temporary.path("file/out")]) {
    await expect(collectAll({ directory })).rejects.toMatchObject({ code: "ERR_BAEDAL_DIRECTORY", exitCode: 2 });
  }
});

test("refuses a place where the system makes no folders, and does not try for ever", async () => {
  await expect(collectAll({ directory: "/proc/nowhere/out" })).rejects.toMatchObject({
    exitCode: 5,
    message: expect.stringContaining("/proc/nowhere/out"),
  });
});

test("makes the folders above the store", async () => {
  using temporary = new Temporary();
  await collectAll({ directory: temporary.path("a/b/c") });
  expect(readdirSync(temporary.path("a/b/c"))).toContain("collection.sqlite");
});

test("says which process holds a store that is being collected into", async () => {
  using temporary = new Temporary();
  const holder = await StoreClient.open(temporary.path("out"));
  try {
    const second = collectAll({ directory: temporary.path("out") });
    await expect(second).rejects.toThrow(StoreLockedError);
    await expect(collectAll({ directory: temporary.path("out") })).rejects.toMatchObject({
      exitCode: 4,
      pid: process.pid,
      message: expect.stringContaining(`process ${process.pid}`),
    });
    expect(readStatus(temporary.path("out")).owner).toMatchObject({ pid: process.pid });
  } finally {
    await holder.close();
  }
  expect((await collectAll({ directory: temporary.path("out") })).summary.ending).toBe("done");
  expect(readStatus(temporary.path("out")).owner).toBeUndefined();
});

test("refuses a store of another version and names both", async () => {
  using temporary = new Temporary();
  await collectAll({ directory: temporary.path("out") });
  using database = new DatabaseSync(temporary.path("out/collection.sqlite"));
  database.exec("PRAGMA user_version = 99");
  await expect(collectAll({ directory: temporary.path("out") })).rejects.toThrow(StoreVersionError);
  expect(() => [...records(temporary.path("out"))]).toThrow("it has layout 99, and this version of Baedal knows 2");
});

test("refuses a database that is none, or not ours", async () => {
  using temporary = new Temporary();
  mkdirSync(temporary.path("garbage"));
  writeFileSync(temporary.path("garbage/collection.sqlite"), "this is no database".repeat(100));
  await expect(collectAll({ directory: temporary.path("garbage") })).rejects.toMatchObject({
    code: "ERR_BAEDAL_STORE_DAMAGED",
    exitCode: 4,
  });
  mkdirSync(temporary.path("foreign"));
  {
    using database = new DatabaseSync(temporary.path("foreign/collection.sqlite"));
    database.exec("CREATE TABLE recipes (name TEXT)");
  }
  await expect(collectAll({ directory: temporary.path("foreign") })).rejects.toThrow("is no store of Baedal");
});

test("notices a segment that has become shorter than what was committed", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  await collectAll({ directory: temporary.path("out") }, [site.url("/a")]);
  truncateSync(temporary.path("out/bodies-000001.segment"), 3);
  await expect(collectAll({ directory: temporary.path("out") })).rejects.toThrow(StoreDamagedError);
  expect(() => [...records(temporary.path("out"), { body: true })]).toThrow(`the body of ${site.url("/a")} is not`);
});

test("cuts off what a process that died had appended to a segment", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  await collectAll({ directory: temporary.path("out") }, [site.url("/a")]);
  const segment = temporary.path("out/bodies-000001.segment");
  const { size } = statSync(segment);
  appendFileSync(segment, "half a bo");
  await collectAll({ directory: temporary.path("out") }, [site.url("/b")]);
  expect(statSync(segment).size).toBe(2 * size);
  expect([...records(temporary.path("out"), { body: true })].map(({ bytes }) => bytes)).toEqual([7, 7]);
});

test("takes up a store whose making was interrupted", async () => {
  using temporary = new Temporary();
  mkdirSync(temporary.path("out"));
  writeFileSync(temporary.path("out/collection.sqlite"), "");
  writeFileSync(temporary.path("out/collection.lock"), "");
  expect(() => readStatus(temporary.path("out"))).toThrow("its collection is empty");
  expect((await collectAll({ directory: temporary.path("out") })).summary.ending).toBe("done");
});

test("reading where there is no store makes none", async () => {
  using temporary = new Temporary();
  mkdirSync(temporary.path("empty"));
  for (const directory of [temporary.path("empty"), temporary.path("missing")]) {
    expect(() => readStatus(directory)).toThrow(NoStoreError);
    const job = new Collection({ directory });
    expect(() => [...job.records()]).toThrow(NoStoreError);
    const output = temporary.path("pages.jsonl");
    await expect(exportCollection(directory, { format: "jsonl", output })).rejects.toMatchObject({ exitCode: 2 });
    expect(existsSync(output)).toBe(false);
  }
  expect(readdirSync(temporary.path("empty"))).toEqual([]);
  expect(existsSync(temporary.path("missing"))).toBe(false);
});

test("a write that fails stops with an error, and the store goes on from its last commit", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  await collectAll({ directory: temporary.path("out") }, [site.url("/a")]);
  // A directory where the next segment should be: as if the disk refused to make the file.
  mkdirSync(temporary.path("blocked"));
  mkdirSync(temporary.path("blocked/bodies-000001.segment"));
  await expect(collectAll({ directory: temporary.path("blocked") }, [site.url("/b")])).rejects.toThrow(StoreWriteError);
  await expect(collectAll({ directory: temporary.path("blocked") }, [site.url("/b")])).rejects.toMatchObject({
    exitCode: 5,
  });
  expect(readStatus(temporary.path("blocked"))).toMatchObject({ queued: 1, done: 0 });
  expect(readStatus(temporary.path("out"))).toMatchObject({ queued: 0, done: 1 });
});

test.skipIf(process.platform === "win32").each([
  ["deleted", (out: string) => rmSync(out, { recursive: true })],
  ["moved", (out: string) => renameSync(out, `${out}-moved`)],
  ["replaced", (out: string) => (renameSync(out, `${out}-moved`), cpSync(`${out}-moved`, out, { recursive: true }))],
])("a store that is %s during a run ends it with an error, at the latest at the end", async (_how, disturb) => {
  using temporary = new Temporary();
  const out = temporary.path("out");
  await using site = await Site.open((_request, response, path) => {
    if (path === "/last") disturb(out);
    response.end("page");
  });
  const job = collectAll({ directory: out, sequential: true }, [site.url("/first"), site.url("/last")]);
  await expect(job).rejects.toMatchObject({
    code: "ERR_BAEDAL_STORE_GONE",
    exitCode: 5,
    message: expect.stringContaining(`${out}: it was deleted, moved or replaced`),
  });
});

test("stores equal bodies once", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response) => response.end("the same"));
  await collectAll({ directory: temporary.path("out") }, [site.url("/a"), site.url("/b"), site.url("/c")]);
  expect(statSync(temporary.path("out/bodies-000001.segment")).size).toBe(8);
  expect(
    [...records(temporary.path("out"), { body: true })].map(({ bytes, sha256 }) => [bytes, sha256?.slice(0, 4)]),
  ).toEqual(Array.from({ length: 3 }, () => [8, "fa04"]));
});

test("a reader sees one moment, whatever is committed meanwhile", async () => {
  using temporary = new Temporary();
  const writer = await StoreClient.open(temporary.path("out"));
  await writer.begin({ sequential: false, requeue: "none", follow: false, mostPerHost: Infinity });
  await writer.add([entry("http://a/1"), entry("http://a/2"), entry("http://a/3")]);
  const [lease] = await writer.lease({ newHosts: 1, window: 3, more: [] });
  const ids = (lease?.pages ?? []).map(({ id }) => id);
  await writer.complete(ids.slice(0, 2).map((id) => finished(id)));
  const reading = records(temporary.path("out"));
  expect(reading.next().value).toMatchObject({ url: "http://a/1" });
  await writer.complete(ids.slice(2).map((id) => finished(id)));
  expect([...reading].map(({ url }) => url)).toEqual(["http://a/2"]);
  expect([...records(temporary.path("out"))]).toHaveLength(3);
  await writer.close();
});

test("a store in a folder that cannot be written can be read", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  const [directory, other] = [temporary.path("out"), temporary.path("other")];
  await collectAll({ directory }, [site.url("/1"), site.url("/2")]);
  await collectAll({ directory: other }, site.url("/3"));
  chmodSync(temporary.root, 0o755);
  chmodSync(directory, 0o555);
  const child = fileURLToPath(new URL("./reading-child.ts", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [child, directory, other], { encoding: "utf8" });
  chmodSync(directory, 0o755);
  expect([stderr, stdout]).toEqual(["", "2 /1\n2 /2\n"]);
});

test("refuses bodies that no database names, instead of writing over them", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  const directory = temporary.path("out");
  await collectAll({ directory }, site.url("/1"));
  const { size } = statSync(temporary.path("out/bodies-000001.segment"));
  rmSync(temporary.path("out/collection.sqlite"));
  const again = collectAll({ directory }, site.url("/2"));
  await expect(again).rejects.toMatchObject({ code: "ERR_BAEDAL_STORE_DAMAGED", exitCode: 4 });
  expect(statSync(temporary.path("out/bodies-000001.segment")).size).toBe(size);
});

test.each(["hops", "timings", "data"])("names the record whose %s is not what was stored", async (column) => {
  using temporary = new Temporary();
  await using site = await Site.open();
  const directory = temporary.path("out");
  await collectAll({ directory, handler: () => ({ data: [1] }) }, site.url("/1"));
  const database = new DatabaseSync(temporary.path("out/collection.sqlite"));
  database.exec(`UPDATE result SET ${column} = substr(${column}, 2)`);
  database.close();
  expect(() => [...records(directory)]).toThrow(StoreDamagedError);
  expect(() => [...records(directory)]).toThrow(site.url("/1"));
});
