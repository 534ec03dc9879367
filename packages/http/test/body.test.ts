import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { BodyError, ClientSession, type StandardSchema } from "@baedal/http";
import { describe, expect, test } from "vitest";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";
import { until } from "./support/until.ts";

async function bodyOf(bytes: Uint8Array, headers: string, options = {}) {
  await using server = await rawServer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\n${headers}\r\n`);
    socket.write(bytes);
  });
  await using session = new ClientSession();
  return await session.get(server.url, options);
}

describe("Content codings", () => {
  const text = "배달 왔습니다 ".repeat(500);
  test.each([
    ["gzip", zlib.gzipSync(text)],
    ["x-gzip", zlib.gzipSync(text)],
    ["GZip", zlib.gzipSync(text)],
    ["br", zlib.brotliCompressSync(text)],
    ["zstd", zlib.zstdCompressSync(text)],
    ["deflate", zlib.deflateSync(text)],
    ["deflate", zlib.deflateRawSync(text)],
    ["identity", Buffer.from(text)],
    ["gzip, br", zlib.brotliCompressSync(zlib.gzipSync(text))],
    ["gzip", Buffer.concat([zlib.gzipSync(text.slice(0, 700)), zlib.gzipSync(text.slice(700))])],
    ["zstd", Buffer.concat([zlib.zstdCompressSync(text.slice(0, 700)), zlib.zstdCompressSync(text.slice(700))])],
  ])("%s is undone (%#)", async (coding, bytes) => {
    expect(await (await bodyOf(bytes, `Content-Encoding: ${coding}\r\n`)).text()).toBe(text);
  });

  test("one that is not known is left alone, and so is every one without decompress", async () => {
    expect(await (await bodyOf(Buffer.from("x"), "Content-Encoding: made-up\r\n")).text()).toBe("x");
    const bytes = zlib.gzipSync("x");
    const response = await bodyOf(bytes, "Content-Encoding: gzip\r\n", { decompress: false });
    expect(Buffer.from(await response.bytes())).toEqual(bytes);
  });

  test("an empty body needs no undoing", async () => {
    expect(await (await bodyOf(Buffer.alloc(0), "Content-Encoding: gzip\r\n")).text()).toBe("");
  });

  test.each([
    ["truncated", "gzip", zlib.gzipSync(text).subarray(0, 40)],
    ["truncated", "br", zlib.brotliCompressSync(text).subarray(0, 20)],
    ["truncated", "zstd", zlib.zstdCompressSync(text).subarray(0, 20)],
    ["truncated", "deflate", zlib.deflateSync(text).subarray(0, 20)],
    ["garbage", "gzip", Buffer.from("not compressed at all")],
    ["too many layers", "gzip, gzip, gzip, gzip, gzip, gzip", zlib.gzipSync("x")],
    ["a bomb by size", "br", zlib.brotliCompressSync(Buffer.alloc(70_000_000))],
    ["a bomb by ratio", "gzip", zlib.gzipSync(Buffer.alloc(40_000_000))],
    ["a bomb in a bomb", "gzip, gzip", zlib.gzipSync(zlib.gzipSync(Buffer.alloc(60_000_000)))],
  ])("%s is a BodyError (%s)", async (_what, coding, bytes) => {
    const before = process.memoryUsage().rss;
    const error = await failure(bodyOf(bytes, `Content-Encoding: ${coding}\r\n`));
    expect(error).toBeInstanceOf(BodyError);
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });
});

describe("maxBodySize", () => {
  test("is told by the length, or counted where there is none", async () => {
    const endless = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(2000);
    for (const answer of [plain("x".repeat(2000)), endless]) {
      await using server = await rawServer((socket) => socket.write(answer));
      await using session = new ClientSession({ maxBodySize: 1000 });
      const error = await failure(session.get(server.url));
      expect(error).toBeInstanceOf(BodyError);
      expect(error.message).toContain("1000 bytes");
      expect(session.statistics().open).toBe(0);
    }
  });

  test("allows exactly as much", async () => {
    await using server = await rawServer((socket) => socket.write(plain("x".repeat(1000))));
    await using session = new ClientSession({ maxBodySize: 1000 });
    expect((await (await session.get(server.url)).bytes()).length).toBe(1000);
  });

  test("counts what comes out, not what came: a body that compression made larger", async () => {
    const coded = zlib.gzipSync(zlib.gzipSync("hello"));
    expect(await (await bodyOf(coded, "Content-Encoding: gzip, gzip\r\n", { maxBodySize: 5 })).text()).toBe("hello");
    const error = await failure(bodyOf(coded, "Content-Encoding: gzip, gzip\r\n", { maxBodySize: 4 }));
    expect(error.message).toContain("larger than maxBodySize, 4 bytes");
  });

  test("keeps the status and the headers of an answer whose body is too large", async () => {
    const error = await failure(bodyOf(Buffer.from("hello"), "X-Kind: long\r\n", { maxBodySize: 4 }));
    if (!(error instanceof BodyError)) throw error;
    expect(error.response).toMatchObject({ status: 200, httpVersion: "1.1" });
    expect(error.response?.headers.get("x-kind")).toBe("long");
    expect((await error.response?.bytes())?.length).toBe(0);
  });

  test("bounds what is held of a coded body as well", async () => {
    const members = Buffer.concat(Array.from({ length: 10_000 }, () => zlib.gzipSync("")));
    const error = await failure(bodyOf(members, "Content-Encoding: gzip\r\n", { maxBodySize: 10 }));
    expect(error).toBeInstanceOf(BodyError);
  });
});

describe("text()", () => {
  const korean = Buffer.from([0xb9, 0xe8, 0xb4, 0xde]); // EUC-KR
  test.each([
    ["the header", korean, "text/plain; charset=euc-kr", "배달"],
    ["the header, quoted", korean, 'text/plain; charset="EUC-KR"', "배달"],
    ["UTF-8 where nothing is said", Buffer.from("배달"), "text/plain", "배달"],
    ["UTF-8 where the label is unknown", Buffer.from("배달"), "text/plain; charset=martian", "배달"],
    ["the byte order mark before the header", Buffer.from("\ufeff배달"), "text/html; charset=euc-kr", "배달"],
    ["a byte order mark of UTF-16", Buffer.from("\ufeff배달", "utf16le"), "text/html", "배달"],
    [
      "<meta charset> in HTML",
      Buffer.concat([Buffer.from("<meta charset='euc-kr'>"), korean]),
      "text/html",
      "<meta charset='euc-kr'>배달",
    ],
    [
      "<meta http-equiv> in HTML",
      Buffer.concat([Buffer.from('<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">'), korean]),
      "text/html",
      '<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">배달',
    ],
    [
      "the header before <meta>",
      Buffer.from("<meta charset=euc-kr>배달"),
      "text/html; charset=utf-8",
      "<meta charset=euc-kr>배달",
    ],
    [
      "no <meta> in a comment",
      Buffer.from("<!-- <meta charset=euc-kr> -->배달"),
      "text/html",
      "<!-- <meta charset=euc-kr> -->배달",
    ],
    ["no <meta> outside HTML", Buffer.from("<meta charset=euc-kr>배달"), "text/plain", "<meta charset=euc-kr>배달"],
  ])("goes by %s", async (_what, bytes, type, expected) => {
    expect(await (await bodyOf(bytes, `Content-Type: ${type}\r\n`)).text()).toBe(expected);
  });

  test("an encoding that is given outranks all", async () => {
    expect(await (await bodyOf(korean, "Content-Type: text/plain; charset=utf-8\r\n")).text("euc-kr")).toBe("배달");
  });
});

describe("json()", () => {
  const schema: StandardSchema<{ bowls: number }> = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value) =>
        typeof (value as { bowls?: unknown }).bowls === "number"
          ? { value: value as { bowls: number } }
          : { issues: [{ message: "bowls must be a number", path: ["bowls"] }] },
    },
  };

  test("gives what the schema gives", async () => {
    const { bowls } = await (await bodyOf(Buffer.from('{"bowls":3}'), "")).json(schema);
    expect(bowls).toBe(3);
  });

  test("fails with the issues of the schema", async () => {
    const error = await failure((await bodyOf(Buffer.from('{"bowls":"three"}'), "")).json(schema));
    expect(error).toBeInstanceOf(BodyError);
    expect(error["issues"]).toEqual([{ message: "bowls must be a number", path: ["bowls"] }]);
  });

  test.each(["", "<html>", '{"a":'])("of %j is a BodyError", async (text) => {
    expect(await failure((await bodyOf(Buffer.from(text), "")).json())).toBeInstanceOf(BodyError);
  });
});

/** A proper server that tells what it was sent. */
async function echo() {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => response.end(JSON.stringify([request.headers, Buffer.concat(chunks).toString("latin1")])));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server
  return {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe("A request body", () => {
  const chunks = ["one", "two", "three"].map((word) => Buffer.from(word));
  test.each([
    ["a string", () => "onetwothree", "text/plain;charset=UTF-8", "11"],
    ["bytes", () => Buffer.from("onetwothree"), undefined, "11"],
    ["an ArrayBuffer", () => new TextEncoder().encode("onetwothree").buffer, undefined, "11"],
    ["a view", () => new Uint16Array(new TextEncoder().encode("onetwothree!").buffer), undefined, "12"],
    ["a Blob", () => new Blob(["one", "twothree"], { type: "text/x" }), "text/x", "11"],
    ["a Node stream", () => Readable.from(chunks), undefined, undefined],
    ["a web stream", () => new Blob(chunks).stream(), undefined, undefined],
    ["an async iterable", () => Readable.from(chunks).iterator(), undefined, undefined],
  ])("may be %s", async (_what, make, type, length) => {
    await using server = await echo();
    await using session = new ClientSession();
    const [headers, text] = await (
      await session.post(server.url, { body: make() as never })
    ).json<[Record<string, string>, string]>();
    expect(text.replace("!", "")).toBe("onetwothree");
    expect([headers["content-type"], headers["content-length"]]).toEqual([type, length]);
    expect(session.statistics().idle).toBe(1);
  });

  test("may be a form", async () => {
    await using server = await echo();
    await using session = new ClientSession();
    const [headers, text] = await (
      await session.post(server.url, { body: new URLSearchParams({ a: "1 2", b: "&" }) })
    ).json<[Record<string, string>, string]>();
    expect([headers["content-type"], text]).toEqual(["application/x-www-form-urlencoded;charset=UTF-8", "a=1+2&b=%26"]);
  });

  test("may be a multipart form, whose names cannot break out", async () => {
    await using server = await echo();
    await using session = new ClientSession();
    const form = new FormData();
    form.append('a"\r\nX-Evil: 1', "line\nbreak");
    form.append("file", new Blob(["\x00\x01"], { type: "image/png" }), 'p"ic.png');
    const [headers, text] = await (
      await session.post(server.url, { body: form })
    ).json<[Record<string, string>, string]>();
    const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(headers["content-type"] ?? "")?.[1];
    expect(text).toBe(
      [
        `--${boundary}`,
        'Content-Disposition: form-data; name="a%22%0D%0AX-Evil: 1"',
        "",
        "line\r\nbreak",
        `--${boundary}`,
        'Content-Disposition: form-data; name="file"; filename="p%22ic.png"',
        "Content-Type: image/png",
        "",
        "\x00\x01",
        `--${boundary}--`,
        "",
      ].join("\r\n"),
    );
    expect(headers["content-length"]).toBe(String(text.length));
  });

  test("that fails ends the request with its own error", async () => {
    await using server = await echo();
    await using session = new ClientSession();
    const own = new Error("the source broke");
    const body = (async function* () {
      yield Buffer.from("one");
      throw own;
    })();
    expect(await failure(session.post(server.url, { body }))).toBe(own);
    expect(session.statistics().open).toBe(0);
  });

  test("that gives what is neither text nor bytes is a TypeError that says so", async () => {
    await using server = await rawServer(() => {});
    await using session = new ClientSession();
    const body = Readable.from([5]);
    const error = await failure(session.post(server.url, { body }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("must give strings or bytes, not number");
  });

  test("that is a stream is closed when the request is cancelled", async () => {
    await using server = await rawServer(() => {});
    await using session = new ClientSession();
    const closed: string[] = [];
    const webStream = new ReadableStream({ pull: () => new Promise(() => {}), cancel: () => void closed.push("web") });
    const nodeStream = new Readable({ read() {}, destroy: (_error, done) => (closed.push("node"), done(null)) });
    const requests = [webStream, nodeStream].map((body) => session.post(server.url, { body }));
    await until(() => server.sockets.length === 2);
    for (const request of requests) request.cancel();
    await Promise.all(requests.map(failure));
    await until(() => closed.length === 2);
    expect(closed.toSorted()).toEqual(["node", "web"]);
  });

  test("an early answer is kept", async () => {
    await using server = await rawServer((socket) => {
      socket.write("HTTP/1.1 413 Too Large\r\nContent-Length: 6\r\nConnection: close\r\n\r\nenough");
    });
    await using session = new ClientSession();
    const body = (async function* () {
      for (let count = 0; count < 100; count++) {
        yield Buffer.alloc(10_000);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const response = await session.post(server.url, { body });
    expect([response.status, await response.text()]).toEqual([413, "enough"]);
  });

  test("and the answer's tell how far they are", async () => {
    await using server = await echo();
    await using session = new ClientSession();
    const up: unknown[] = [];
    const down: { loaded: number; total: number | undefined }[] = [];
    const response = await session.post(server.url, {
      body: "x".repeat(1000),
      onUploadProgress: (progress) => up.push(progress),
      onDownloadProgress: (progress) => down.push(progress),
    });
    expect(up.at(-1)).toEqual({ loaded: 1000, total: 1000 });
    expect(down.at(-1)?.loaded).toBe((await response.bytes()).length);
  });

  test.each([{ json: 1, body: "x" }, { json: () => 1 }, { body: { a: 1 } }, { body: 7 }])(
    "%o is a TypeError",
    async (options) => {
      await using session = new ClientSession();
      await expect(session.post("http://127.0.0.1:1/", options as never)).rejects.toThrow(TypeError);
    },
  );
});
