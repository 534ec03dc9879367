import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ClientResponse, ClientSession } from "@baedal/http";
import { type Har, type HarEntry, HarLog } from "@baedal/http/har";
import { MockConnector } from "@baedal/http/testing";
import { describe, expect, test } from "vitest";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";

/** The archive as another program reads it. */
function parsed(har: HarLog): Har {
  return JSON.parse(JSON.stringify(har)) as Har; // HarLog writes one
}

function entriesOf(har: HarLog): readonly HarEntry[] {
  return parsed(har).log.entries;
}

describe("A HAR log", () => {
  test.each([{ capacity: 0 }, { capacity: 1.5 }, { maxBodySize: -1 }, { maxBodySize: "1k" as never }])(
    "refuses %j",
    (options) => {
      expect(() => new HarLog(options)).toThrow(TypeError);
    },
  );

  test("has the fields that the format requires", async () => {
    await using server = await rawServer((socket) => socket.write(plain("soup", "Content-Type: text/plain\r\n")));
    const har = new HarLog();
    await using session = new ClientSession({ har });
    const before = Date.now();
    await session.get(`${server.url}/menu?page=2&page=3`);
    const { log } = parsed(har);
    expect(log).toMatchObject({ version: "1.2", creator: { name: "@baedal/http", version: expect.any(String) } });
    const [entry] = log.entries;
    expect(entry).toEqual({
      startedDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      time: expect.any(Number),
      request: {
        method: "GET",
        url: `${server.url}/menu?page=2&page=3`,
        httpVersion: "HTTP/1.1",
        cookies: [],
        headers: expect.arrayContaining([{ name: "Accept", value: "*/*" }]),
        queryString: [
          { name: "page", value: "2" },
          { name: "page", value: "3" },
        ],
        headersSize: -1,
        bodySize: 0,
      },
      response: {
        status: 200,
        statusText: "OK",
        httpVersion: "HTTP/1.1",
        cookies: [],
        headers: [
          { name: "Content-Length", value: "4" },
          { name: "Content-Type", value: "text/plain" },
        ],
        content: { size: 4, mimeType: "text/plain" },
        redirectURL: "",
        headersSize: -1,
        bodySize: 4,
      },
      cache: {},
      timings: expect.any(Object),
    });
    expect(Date.parse(entry?.startedDateTime ?? "")).toBeGreaterThanOrEqual(before);
  });

  test("has timings that add up to the time of the entry; -1 for what did not occur", async () => {
    await using server = await rawServer((socket) => setTimeout(() => socket.write(plain("soup")), 20));
    const har = new HarLog();
    await using session = new ClientSession({ har });
    const responses = [await session.get(server.url), await session.get(server.url)];
    const [first, second] = entriesOf(har);
    expect(first?.timings).toMatchObject({ dns: -1, ssl: -1, connect: expect.any(Number) });
    expect(second?.timings).toMatchObject({ dns: -1, ssl: -1, connect: -1 });
    for (const [index, entry] of [first, second].entries()) {
      const lengths = Object.values(entry?.timings ?? {}).filter((length) => length >= 0);
      expect(lengths.reduce((total, length) => total + length, 0)).toBeCloseTo(entry?.time ?? -1, 6);
      expect(entry?.timings.wait).toBeGreaterThan(10);
      expect(entry?.time).toBeLessThanOrEqual((responses[index]?.timings.done ?? 0) + 0.001);
    }
  });

  test("has an entry for each redirect and each retry, and one for a request without an answer", async () => {
    await using server = await rawServer((socket, request, nth) => {
      if (request.startsWith("GET /never")) return;
      if (nth === 1) socket.write("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
      else if (nth === 2) socket.write("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
      else socket.write(plain("soup"));
    });
    const har = new HarLog();
    await using session = new ClientSession({ har, retry: { attempts: 2, backoff: 1 } });
    await session.get(`${server.url}/a`);
    await failure(session.get(`${server.url}/never`, { timeout: { total: 20 } }));
    const short = entriesOf(har).map(({ request, response, _error }) => [
      new URL(request.url).pathname,
      response.status,
      response.redirectURL,
      _error,
    ]);
    expect(short).toEqual([
      ["/a", 302, `${server.url}/b`, undefined],
      ["/b", 503, "", undefined],
      ["/b", 200, "", undefined],
      ["/never", 0, "", "ERR_BAEDAL_TIMEOUT"],
    ]);
  });

  test("holds no credentials", async () => {
    const network = new MockConnector((request) =>
      request.url.includes("/in")
        ? ClientResponse.of(302, {
            "set-cookie": "sid=kimchi; HttpOnly",
            location: "http://bob:kimchi@shop.example/home?token=kimchi",
            "x-csrf-token": "kimchi",
          })
        : ClientResponse.of(200, {}, JSON.stringify({ accessToken: "kimchi", dish: "ramen" })),
    );
    const har = new HarLog({ maxBodySize: 1000 });
    await using session = new ClientSession({ connector: network, har, headers: { "X-Api-Key": "kimchi" } });
    await session.post("http://ann:kimchi@shop.example/in?api_key=kimchi", {
      json: { password: "kimchi", user: "ann" },
      headers: { Referer: "http://shop.example/?session=kimchi" },
    });
    await session.get("http://shop.example/cart", { auth: { bearer: "kimchi" } });
    expect(JSON.stringify(network.requests.map(({ headers }) => [...headers]))).toContain("sid=kimchi");
    const text = JSON.stringify(har);
    expect(text).not.toContain("kimchi");
    expect(text).not.toContain("ann:");
    expect(entriesOf(har).at(-1)?.request.cookies).toEqual([{ name: "sid", value: "***" }]);
    expect(entriesOf(har)[0]?.request.postData).toEqual({
      mimeType: "application/json",
      text: '{"password":"***","user":"ann"}',
    });
    expect(entriesOf(har)[0]?.response.redirectURL).toBe("http://shop.example/home?token=***");
    expect(entriesOf(har)[1]?.response.content.text).toBe('{"accessToken":"***","dish":"ramen"}');
  });

  test("lets the caller take more out", async () => {
    const network = new MockConnector(() => ClientResponse.of(200));
    const har = new HarLog({ redact: (entry) => ({ ...entry, request: { ...entry.request, headers: [] } }) });
    await using session = new ClientSession({ connector: network, har });
    await session.get("http://shop.example/");
    expect(entriesOf(har)[0]?.request.headers).toEqual([]);
  });

  test("keeps bodies only when asked, only text, and none that is too long", async () => {
    const network = new MockConnector((request) =>
      ClientResponse.of(200, {}, request.url.endsWith("/photo") ? Uint8Array.of(0xff, 0xd8) : "a bowl of ramen"),
    );
    const texts: (string | undefined)[][] = [];
    for (const maxBodySize of [0, 10, 100]) {
      const har = new HarLog({ maxBodySize });
      await using session = new ClientSession({ connector: network, har });
      await session.get("http://shop.example/photo");
      await session.post("http://shop.example/", { body: "twelve bytes" });
      texts.push(entriesOf(har).flatMap(({ request, response }) => [request.postData?.text, response.content.text]));
    }
    expect(texts).toEqual([
      [undefined, undefined, undefined, undefined],
      [undefined, undefined, undefined, undefined],
      [undefined, undefined, "twelve bytes", "a bowl of ramen"],
    ]);
  });

  test.each([
    ["a name without an end", `"${"token".repeat(200_000)}`],
    ["escaped quotes without an end", '\\"'.repeat(500_000)],
    ["a field without an end", "token".repeat(200_000)],
  ])("reads a hostile body in no time worth telling: %s", async (_what, text) => {
    // By the square of its length it would take minutes, and the test's own limit.
    const har = new HarLog({ maxBodySize: 2_000_000 });
    await using session = new ClientSession({
      har,
      connector: new MockConnector(() => ClientResponse.of(200, {}, text)),
    });
    await session.get("http://shop.example/");
    expect(parsed(har).log.entries[0]?.response.content.text).toBe(text);
  });

  test("tells the size on the wire from the size after decoding", async () => {
    const coded = gzipSync("ramen ".repeat(100));
    await using server = await rawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${coded.length}\r\n\r\n`);
      socket.write(coded);
    });
    const har = new HarLog();
    await using session = new ClientSession({ har });
    await session.get(server.url);
    expect(entriesOf(har)[0]?.response).toMatchObject({ bodySize: coded.length, content: { size: 600 } });
  });

  test("sees the end of a stream that goes on after its headers", async () => {
    const sockets: (() => void)[] = [];
    await using server = await rawServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nso");
      sockets.push(() => socket.write("up"));
    });
    const har = new HarLog();
    await using session = new ClientSession({ har });
    await session.stream("GET", server.url, async (response) => {
      expect(entriesOf(har)[0]?.timings.receive).toBe(0);
      for (const finish of sockets) finish();
      await response.text();
    });
    expect(entriesOf(har)[0]?.timings.receive).toBeGreaterThan(0);
    expect(entriesOf(har)[0]?.response.content.size).toBe(-1);
  });

  test("is bounded: the oldest entries make room, and it says how many did", async () => {
    const network = new MockConnector(() => ClientResponse.of(200));
    const har = new HarLog({ capacity: 2 });
    await using session = new ClientSession({ connector: network, har });
    for (const dish of ["a", "b", "c", "d", "e"]) await session.get(`http://shop.example/${dish}`);
    const { entries, comment } = parsed(har).log;
    expect(entries.map(({ request }) => request.url.at(-1))).toEqual(["d", "e"]);
    expect(comment).toBe("3 older entries were dropped");
  });

  test("is saved as a file that parses", async () => {
    const folder = await mkdtemp(join(tmpdir(), "baedal-har-"));
    const path = join(folder, "traffic.har");
    const network = new MockConnector(() => ClientResponse.of(204));
    const har = new HarLog();
    await using session = new ClientSession({ connector: network, har });
    await session.get("http://shop.example/");
    await har.save(path);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual(parsed(har));
    await rm(folder, { recursive: true });
  });
});
