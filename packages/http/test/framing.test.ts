import { BodyError, ClientSession, ProtocolError } from "@baedal/http";
import { describe, expect, test } from "vitest";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";
import { until } from "./support/until.ts";

/** Sends one GET to a server that answers with these bytes, and closes after them if told to. */
async function answerOf(bytes: string, ending: "keep" | "end" | "reset" = "keep", method = "GET") {
  await using server = await rawServer((socket) => {
    socket.write(bytes, "latin1", () => {
      if (ending === "end") socket.end();
      if (ending === "reset") setImmediate(() => socket.resetAndDestroy());
    });
  });
  await using session = new ClientSession({ timeout: { total: 5000 } });
  const response = await session.request(method, server.url);
  return { response, text: await response.text(), statistics: session.statistics() };
}

describe("An answer that cannot be trusted is an error", () => {
  test.each([
    ["a short body, then FIN", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", "end"],
    ["a short body, then RST", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", "reset"],
    ["chunks without the final one", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "end"],
    [
      "chunks without the final one on a connection to be closed",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n",
      "end",
    ],
    ["a body up to the end of the connection, cut by RST", "HTTP/1.1 200 OK\r\n\r\nhello", "reset"],
    [
      "a short body on a connection to be closed",
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nhello",
      "end",
    ],
  ] as const)("BodyError for %s", async (_what, bytes, ending) => {
    const error = await failure(answerOf(bytes, ending));
    expect(error).toBeInstanceOf(BodyError);
    expect(error["code"]).toBe("ERR_BAEDAL_BODY");
  });

  test.each([
    ["a bad chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n", "keep"],
    ["a negative chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n", "keep"],
    [
      "Content-Length with Transfer-Encoding",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      "keep",
    ],
    [
      "Transfer-Encoding with Content-Length",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      "keep",
    ],
    ["two different Content-Lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "keep"],
    ["two Content-Lengths in one line", "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello", "keep"],
    ["a Content-Length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello", "keep"],
    ["nothing at all", "", "end"],
    ["garbage", "this is not HTTP\r\n\r\n", "keep"],
    ["half a status line", "HTTP/1.1 20", "end"],
    ["headers that never end", "HTTP/1.1 200 OK\r\nA: b\r\n", "end"],
    ["more headers than maxHeaderSize", `HTTP/1.1 200 OK\r\nA: ${"x".repeat(70_000)}\r\n\r\n`, "keep"],
  ] as const)("ProtocolError for %s", async (_what, bytes, ending) => {
    const error = await failure(answerOf(bytes, ending));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error["code"]).toBe("ERR_BAEDAL_PROTOCOL");
  });
});

describe("An unusual answer is read as it is meant", () => {
  test("a body up to the end of the connection", async () => {
    expect((await answerOf("HTTP/1.1 200 OK\r\n\r\nhello", "end")).text).toBe("hello");
  });

  test("HTTP/1.0", async () => {
    expect((await answerOf("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello", "end")).text).toBe("hello");
  });

  test("103 before 200", async () => {
    const { response, text } = await answerOf(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${plain("hello")}`);
    expect([response.status, text]).toEqual([200, "hello"]);
    expect(response.rawHeaders).toEqual([["Content-Length", "5"]]);
  });

  test("a header of 20 kB", async () => {
    const value = "x".repeat(20_000);
    const { response } = await answerOf(`HTTP/1.1 200 OK\r\nA: ${value}\r\nContent-Length: 0\r\n\r\n`);
    expect(response.headers.get("a")).toBe(value);
  });

  test("trailers after the chunks", async () => {
    const { text, statistics } = await answerOf(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nDigest: x\r\n\r\n",
    );
    expect(text).toBe("hello");
    expect(statistics.idle).toBe(1);
  });

  test("HEAD with a Content-Length, and the connection serves on", async () => {
    const { text, statistics } = await answerOf("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "keep", "HEAD");
    expect(text).toBe("");
    expect(statistics).toMatchObject({ open: 1, idle: 1 });
  });

  test("204 and 304 with a body: the body is dropped, and the connection with it", async () => {
    for (const status of ["204 No Content", "304 Not Modified"]) {
      const { response, text } = await answerOf(`HTTP/1.1 ${status}\r\nContent-Length: 5\r\n\r\nhello`);
      expect([response.status, text]).toEqual([Number(status.slice(0, 3)), ""]);
    }
  });

  test("204 with a Content-Encoding and nothing to decode", async () => {
    const { response } = await answerOf("HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n\r\n");
    expect(response.status).toBe(204);
  });

  test("two equal Content-Lengths are no reason to trust a body", async () => {
    const outcome = await answerOf("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello").catch(
      (error: unknown) => error,
    );
    // Both readings are allowed (RFC 9112, 6.3); what is not allowed is a wrong body.
    expect(outcome instanceof ProtocolError || (outcome as { text: string }).text === "hello").toBe(true);
  });
});

describe("What follows a body", () => {
  test("extra bytes are not the next answer", async () => {
    const evil = plain("evil");
    await using server = await rawServer((socket, _request, nth) => {
      socket.write(nth === 1 ? plain("first") + evil : plain("second"));
    });
    await using session = new ClientSession({ limit: 1 });
    expect(await (await session.get(server.url)).text()).toBe("first");
    expect(await (await session.get(server.url)).text()).toBe("second");
    expect(server.sockets.length).toBe(2);
  });

  test("extra bytes that come while the connection lies idle close it", async () => {
    await using server = await rawServer((socket, _request, nth) => {
      socket.write(plain(nth === 1 ? "first" : "second"));
      if (nth === 1) setTimeout(() => socket.write(plain("evil")), 20);
    });
    await using session = new ClientSession({ limit: 1 });
    expect(await (await session.get(server.url)).text()).toBe("first");
    await until(() => session.statistics().open === 0);
    expect(await (await session.get(server.url)).text()).toBe("second");
  });

  test("many requests in turn use one connection", async () => {
    await using server = await rawServer((socket) => socket.write(plain("hello")));
    await using session = new ClientSession();
    for (let count = 0; count < 5; count++) await session.get(server.url);
    expect(server.sockets.length).toBe(1);
  });
});

describe("A request cannot smuggle", () => {
  test.each(["a\r\nb: c", "a\nb", "a\rb", "a\0b", "\r\nb: c", "배달"])(
    "a header value %j is a TypeError",
    async (value) => {
      await using session = new ClientSession();
      await expect(session.get("http://127.0.0.1:1/", { headers: { "x-a": value } })).rejects.toThrow(TypeError);
    },
  );

  test.each(["a b", "a:b", "", "a\r\nb"])("a header name %j is a TypeError", async (name) => {
    await using session = new ClientSession();
    await expect(session.get("http://127.0.0.1:1/", { headers: { [name]: "x" } })).rejects.toThrow(TypeError);
  });

  test.each(["GET /x HTTP/1.1\r\nA: b\r\n\r\n", "G T", "", "CONNECT"])("a method %j is a TypeError", async (method) => {
    await using session = new ClientSession();
    await expect(session.request(method, "http://127.0.0.1:1/")).rejects.toThrow(TypeError);
  });
});
