import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { PassThrough } from "node:stream";
import { gunzipSync } from "node:zlib";
import { exportCollection, type ExportFormat, exportFormats } from "@baedal/collect";
import { expect, test } from "vitest";
import { WARCParser } from "warcio";
import { besideOf } from "../dist/export/beside.js";
import { FileNames } from "../dist/export/file-names.js";
import { collectAll } from "./collect-all.ts";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

const text = { "content-type": "text/plain; charset=utf-8" };

/** A store with a page, a redirect to it, an empty page, bytes and a failure. */
async function smallStore(directory: string): Promise<Site> {
  const site = await Site.open((_request, response, path) => {
    if (path === "/old") return response.writeHead(301, { location: "/page" }).end();
    if (path === "/bytes")
      return response.writeHead(200, { "content-type": "image/png" }).end(Uint8Array.of(0, 255, 10));
    if (path === "/gone") return response.writeHead(410, text).end("gone");
    return response.writeHead(200, { ...text, "x-list": ["a", "b"] }).end(path === "/empty" ? "" : 'café, "bowl"\n');
  });
  const urls = ["/page", "/old", "/empty", "/bytes", "/gone", "/q?a=1"].map((path) => site.url(path));
  await collectAll({ directory, handler: (page) => ({ data: { path: new URL(page.url).pathname } }) }, urls);
  return site;
}

test.each(exportFormats)(
  "a body that has changed on disk is noticed by an export as %s, whether it is written or not",
  async (format) => {
    using temporary = new Temporary();
    await using _site = await smallStore(temporary.path("out"));
    const segment = temporary.path("out/bodies-000001.segment");
    const bytes = readFileSync(segment);
    const flipped = bytes.indexOf(Uint8Array.of(0, 255, 10));
    bytes[flipped] = 1;
    writeFileSync(segment, bytes);
    const failing = exportCollection(temporary.path("out"), { format, output: temporary.path("pages") });
    await expect(failing).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining("/bytes is not what was stored"),
    });
    expect(readdirSync(temporary.root)).toEqual(["out"]);
  },
);

test("an export that fails leaves nothing behind, and what was there before stays", async () => {
  using temporary = new Temporary();
  await using _site = await smallStore(temporary.path("out"));
  truncateSync(temporary.path("out/bodies-000001.segment"), 2);
  for (const format of ["jsonl", "har", "warc"] as const) {
    const output = temporary.path(`pages.${format}`);
    writeFileSync(output, "before");
    const failing = exportCollection(temporary.path("out"), { format, output, body: true });
    await expect(failing).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining("/page is not what was stored"),
    });
    expect(readFileSync(output, "utf8")).toBe("before");
  }
  await expect(
    exportCollection(temporary.path("out"), { format: "files", output: temporary.path("files") }),
  ).rejects.toThrow("/page");
  expect(readdirSync(temporary.root).toSorted()).toEqual(["out", "pages.har", "pages.jsonl", "pages.warc"]);
});

test("a format that does not exist, and files to a stream, are refused", async () => {
  using temporary = new Temporary();
  const format = "xml" as ExportFormat; // what a caller without types may pass
  await expect(exportCollection(temporary.root, { format, output: "x" })).rejects.toThrow(
    "must be one of jsonl, csv, warc, har, files",
  );
  const output = new PassThrough();
  await expect(exportCollection(temporary.root, { format: "files", output })).rejects.toMatchObject({ exitCode: 2 });
});

test("an output that cannot be written is an error that names it", async () => {
  using temporary = new Temporary();
  await using _site = await smallStore(temporary.path("out"));
  const output = temporary.path("missing/pages.jsonl");
  await expect(exportCollection(temporary.path("out"), { format: "jsonl", output })).rejects.toMatchObject({
    exitCode: 5,
    message: `Cannot write ${output}: its folder does not exist`,
  });
});

test("an output below a file is an error that names it, with nothing behind it", async () => {
  using temporary = new Temporary();
  await using _site = await smallStore(temporary.path("out"));
  writeFileSync(temporary.path("file"), "");
  const output = temporary.path("file/inside");
  for (const format of ["jsonl", "files"] as const) {
    const failing = exportCollection(temporary.path("out"), { format, output });
    await expect(failing).rejects.toMatchObject({
      exitCode: 5,
      message: `Cannot write ${output}: what it would lie in is no folder`,
    });
  }
  expect(readdirSync(temporary.root).toSorted()).toEqual(["file", "out"]);
});

test("an export that is interrupted rejects with the reason and leaves nothing behind", async () => {
  using temporary = new Temporary();
  await using _site = await smallStore(temporary.path("out"));
  for (const format of ["jsonl", "files"] as const) {
    const signal = AbortSignal.abort(new Error("enough"));
    const exporting = exportCollection(temporary.path("out"), { format, output: temporary.path("to"), signal });
    await expect(exporting).rejects.toThrow("enough");
  }
  expect(readdirSync(temporary.root)).toEqual(["out"]);
});

test("what an export that was killed has left is removed by the next one, what a living one makes is not", async () => {
  using temporary = new Temporary();
  await using _site = await smallStore(temporary.path("out"));
  const output = temporary.path("pages.jsonl");
  const living = basename(besideOf(output));
  const { pid } = spawnSync(process.execPath, ["--version"]); // has ended
  const stale = living.replace(`-${process.pid}-`, `-${pid}-`);
  for (const name of [living, stale]) writeFileSync(temporary.path(name), "half");
  await exportCollection(temporary.path("out"), { format: "jsonl", output });
  expect(readdirSync(temporary.root).toSorted()).toEqual([living, "out", "pages.jsonl"]);
});

test("what is exported to a device goes into it, and the device stays", async () => {
  using temporary = new Temporary();
  await using _site = await smallStore(temporary.path("out"));
  const pipe = temporary.path("pipe");
  expect(spawnSync("/usr/bin/env", ["mkfifo", pipe]).status).toBe(0);
  const [read] = await Promise.all([
    readFile(pipe, "utf8"),
    exportCollection(temporary.path("out"), { format: "jsonl", output: pipe }),
  ]);
  expect(read.trimEnd().split("\n")).toHaveLength(6);
  expect(statSync(pipe).isFIFO()).toBe(true);
});

test("a reader that leaves early is no error", async () => {
  using temporary = new Temporary();
  await using _site = await smallStore(temporary.path("out"));
  const output = new PassThrough({ highWaterMark: 1 });
  output.once("data", () => output.destroy(Object.assign(new Error("gone"), { code: "EPIPE" })));
  await expect(exportCollection(temporary.path("out"), { format: "jsonl", output })).resolves.toBeUndefined();
});

test("JSONL has one object a line in order of entry, with the keys in their order", async () => {
  using temporary = new Temporary();
  await using site = await smallStore(temporary.path("out"));
  const output = temporary.path("pages.jsonl");
  await exportCollection(temporary.path("out"), { format: "jsonl", output, body: true });
  const lines = readFileSync(output, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ url }) => url)).toEqual(
    ["/page", "/old", "/empty", "/bytes", "/gone", "/q?a=1"].map((path) => site.url(path)),
  );
  const keys =
    "url finalUrl status headers fetchedAt attempts timings bytes sha256 error depth referrer data body".split(" ");
  expect(Object.keys(lines[0] ?? {})).toEqual(keys);
  expect(Object.keys(lines[3] ?? {})).toEqual([...keys, "bodyEncoding"]);
  expect(lines[0]).toMatchObject({
    body: 'café, "bowl"\n',
    data: { path: "/page" },
    headers: { "x-list": ["a", "b"] },
  });
  expect(lines[3]).toMatchObject({ body: "AP8K", bodyEncoding: "base64", bytes: 3 });
  expect(lines[4]).toMatchObject({ status: 410, error: { code: "ERR_BAEDAL_STATUS" }, data: null, body: "gone" });
});

test("a stream gets the same as a file, and stays open", async () => {
  using temporary = new Temporary();
  await using _site = await smallStore(temporary.path("out"));
  for (const format of exportFormats.filter((name) => name !== "files")) {
    const output = new PassThrough();
    const pieces: Buffer[] = [];
    output.on("data", (piece: Buffer) => pieces.push(piece));
    await exportCollection(temporary.path("out"), { format, output });
    await exportCollection(temporary.path("out"), { format, output: temporary.path("file") });
    expect(output.writableEnded).toBe(false);
    expect(Buffer.concat(pieces)).toEqual(readFileSync(temporary.path("file")));
  }
});

test("CSV quotes what needs it, and gives each name in the data a column", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response) => response.end("x"));
  const handler = (page: { url: string }): object => ({
    data: page.url.endsWith("/1") ? { a: 'say "hi",\nyou', b: [1] } : { c: 2 },
  });
  await collectAll({ directory: temporary.path("out"), handler }, [site.url("/1"), site.url("/2")]);
  await exportCollection(temporary.path("out"), { format: "csv", output: temporary.path("pages.csv") });
  const [head, ...rest] = readFileSync(temporary.path("pages.csv"), "utf8").split("\r\n");
  expect(head).toBe(
    "url,finalUrl,status,contentType,fetchedAt,attempts,duration,bytes,sha256,errorCode,errorMessage,depth,referrer,data,data.a,data.b,data.c",
  );
  expect(rest).toHaveLength(3);
  expect(rest[0]).toMatch(/,0,,,"say ""hi"",\nyou",\[1\],$/);
  expect(rest[1]).toMatch(/,0,,,,,2$/);
});

test("HAR has an entry for each answer, whose phases add up", async () => {
  using temporary = new Temporary();
  await using site = await smallStore(temporary.path("out"));
  await exportCollection(temporary.path("out"), { format: "har", output: temporary.path("pages.har"), body: true });
  const { log } = JSON.parse(readFileSync(temporary.path("pages.har"), "utf8"));
  expect(log.version).toBe("1.2");
  expect(log.entries.map((entry: { request: { url: string } }) => entry.request.url)).toEqual(
    ["/page", "/old", "/page", "/empty", "/bytes", "/gone", "/q?a=1"].map((path) => site.url(path)),
  );
  const [page, old] = log.entries;
  expect(page.response).toMatchObject({
    status: 200,
    content: { size: 14, mimeType: text["content-type"], text: 'café, "bowl"\n' },
  });
  expect(old.response).toMatchObject({ status: 301, redirectURL: "/page" });
  const { blocked, dns, connect, send, wait, receive } = page.timings;
  const sum = [blocked, dns, connect, send, wait, receive].filter((time) => time >= 0).reduce((a, b) => a + b, 0);
  expect(sum).toBeCloseTo(page.time, 3);
  expect(log.entries.at(-1).request.queryString).toEqual([{ name: "a", value: "1" }]);
});

interface WarcRecord {
  readonly fields: Record<string, string>;
  readonly block: Buffer;
}

/** A reader of its own, strict about lengths and ends. */
function readWarc(bytes: Buffer): WarcRecord[] {
  const found: WarcRecord[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf("\r\n\r\n", at);
    const [version, ...lines] = bytes.subarray(at, end).toString().split("\r\n");
    expect(version).toBe("WARC/1.1");
    const fields = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
    );
    const start = end + 4;
    const length = Number(fields["Content-Length"]);
    found.push({ fields, block: bytes.subarray(start, start + length) });
    expect(bytes.subarray(start + length, start + length + 4).toString()).toBe("\r\n\r\n");
    at = start + length + 4;
  }
  return found;
}

test("WARC has a request and a response record for each answer, with lengths that hold", async () => {
  using temporary = new Temporary();
  await using site = await smallStore(temporary.path("out"));
  await exportCollection(temporary.path("out"), { format: "warc", output: temporary.path("pages.warc") });
  const [info, ...all] = readWarc(readFileSync(temporary.path("pages.warc")));
  expect(info?.fields["WARC-Type"]).toBe("warcinfo");
  const responses = all.filter(({ fields }) => fields["WARC-Type"] === "response");
  expect(responses.map(({ fields }) => fields["WARC-Target-URI"])).toEqual(
    ["/page", "/old", "/page", "/empty", "/bytes", "/gone", "/q?a=1"].map((path) => site.url(path)),
  );
  expect(all).toHaveLength(14);
  expect(new Set(all.map(({ fields }) => fields["WARC-Record-ID"])).size).toBe(14);
  const [head = "", body] = responses[0]?.block.toString().split("\r\n\r\n") ?? [];
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(head).toContain("X-Archive-Orig-Transfer-Encoding: chunked");
  expect(head).toMatch(/\r\nContent-Length: 14$/);
  expect(body).toBe('café, "bowl"\n');
  const request = all.find(({ fields }) => fields["WARC-Type"] === "request");
  expect(request?.block.toString()).toMatch(/^GET \/page HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\nuser-agent: baedal/);
  expect(request?.fields["WARC-Concurrent-To"]).toBe(responses[0]?.fields["WARC-Record-ID"]);
});

test("WARC in .gz is one gzip member a record", async () => {
  using temporary = new Temporary();
  await using _site = await smallStore(temporary.path("out"));
  await exportCollection(temporary.path("out"), { format: "warc", output: temporary.path("pages.warc") });
  await exportCollection(temporary.path("out"), { format: "warc", output: temporary.path("pages.warc.gz") });
  const packed = readFileSync(temporary.path("pages.warc.gz"));
  expect(gunzipSync(packed)).toEqual(readFileSync(temporary.path("pages.warc")));
  let members = 0;
  for (
    let at = packed.indexOf(Uint8Array.of(0x1f, 0x8b, 8));
    at !== -1;
    at = packed.indexOf(Uint8Array.of(0x1f, 0x8b, 8), at + 1)
  )
    members += 1;
  expect(members).toBeGreaterThanOrEqual(15);
});

test("another reader of WARC finds the same pages, and its digests hold", async () => {
  using temporary = new Temporary();
  await using site = await smallStore(temporary.path("out"));
  for (const name of ["pages.warc", "pages.warc.gz"]) {
    await exportCollection(temporary.path("out"), { format: "warc", output: temporary.path(name) });
    const found: [url: unknown, status: number, text: string][] = [];
    for await (const record of new WARCParser(createReadStream(temporary.path(name)))) {
      if (record.warcType !== "response") continue;
      const body = Buffer.from(await record.readFully(true));
      found.push([record.warcTargetURI, Number(record.httpHeaders?.statusCode), body.toString("latin1")]);
      const digest = record.warcHeader("WARC-Payload-Digest");
      expect(digest).toBe(`sha256:${createHash("sha256").update(body).digest("hex")}`);
    }
    expect(found.map(([url, status]) => [url, status])).toEqual([
      [site.url("/page"), 200],
      [site.url("/old"), 301],
      [site.url("/page"), 200],
      [site.url("/empty"), 200],
      [site.url("/bytes"), 200],
      [site.url("/gone"), 410],
      [site.url("/q?a=1"), 200],
    ]);
    expect(Buffer.from(found[0]?.[2] ?? "", "latin1").toString()).toBe('café, "bowl"\n');
    expect(found[4]?.[2]).toBe("\u0000\u00ff\n");
  }
});

test("files are written below their hosts, replaced by the next export, and nothing else is", async () => {
  using temporary = new Temporary();
  await using site = await smallStore(temporary.path("out"));
  const output = temporary.path("files");
  for (let times = 0; times < 2; times += 1) {
    await exportCollection(temporary.path("out"), { format: "files", output });
    const host = `127.0.0.1_${site.port}`;
    const names = readdirSync(join(output, host)).toSorted();
    expect(names).toEqual([
      "bytes.png",
      "empty.txt",
      "old.txt",
      "page.txt",
      expect.stringMatching(/^q~[0-9a-f]{8}\.txt$/),
    ]);
    expect(readFileSync(join(output, host, "page.txt"), "utf8")).toBe('café, "bowl"\n');
  }
  mkdirSync(temporary.path("mine"));
  writeFileSync(temporary.path("mine/letter"), "Dear B,");
  await expect(
    exportCollection(temporary.path("out"), { format: "files", output: temporary.path("mine") }),
  ).rejects.toMatchObject({ exitCode: 2 });
  expect(existsSync(temporary.path("mine/letter"))).toBe(true);
});

test("file names stay in their folder, are never too long, reserved, equal but for case, or those of folders", () => {
  const names = new FileNames();
  const urls = [
    "http://a/..%2F..%2Fetc",
    "http://a/con",
    "http://a/NUL.txt",
    `http://a/${"x".repeat(500)}`,
    "http://a/Page",
    "http://a/page",
    "http://a/dir",
    "http://a/dir/file",
    "http://a/dir/file/",
    "http://a/",
    "http://a/index.html",
    "http://a/x?1",
    "http://a/x?2",
    "http://a/%00%0A",
    "http://a/a:b|c*",
    `http://a/${"d/".repeat(300)}e`,
    "http://[::1]:8/",
    "http://a/.hidden",
    "http://a/end.",
  ];
  const given = urls.map((url) => names.nameOf(url, "text/html"));
  expect(new Set(given.map((name) => name.toLowerCase())).size).toBe(urls.length);
  for (const name of given) {
    const parts = name.split("/");
    expect(parts.length).toBeLessThan(25);
    for (const part of parts) {
      expect(part).toMatch(/^[\w~!@$()+,;=%-][\w.~!@$()+,;=%-]{0,199}$/);
      expect(part).not.toMatch(/^(?:con|nul)(?:\.|$)|\.$/i);
    }
    for (const other of given) expect(other.toLowerCase().startsWith(`${name.toLowerCase()}/`)).toBe(false);
  }
});
