import type { IncomingMessage, ServerResponse } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { createServer as createHttpServer } from "node:http";
import { once } from "node:events";
import { brotliCompressSync, createGzip, gzipSync } from "node:zlib";
import { BodyBudget, BodyError, ClientSession } from "@baedal/http";
import { CancelledError, sleep } from "baedal";
import { expect, test } from "vitest";
import { failure } from "./support/failure.ts";
import { until } from "./support/until.ts";

const KiB = 1024;
const MiB = 1024 * KiB;
const text = Buffer.from("a bowl of noodles, and another one; ".repeat(8000));

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createHttpServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // it listens on a port
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Writes for as long as somebody reads. */
function endless(to: {
  write(chunk: Buffer): boolean;
  once(event: "drain", go: () => void): unknown;
  destroyed: boolean;
}) {
  const piece = Buffer.alloc(64 * KiB, "noodles ");
  const go = (): void => {
    while (!to.destroyed && to.write(piece));
    if (!to.destroyed) to.once("drain", go);
  };
  go();
}

test.each(["plain", "gzip"])(
  "endless bodies, %s, hold no more than the budget and one body, and each ends",
  async (how) => {
    await using server = await serve((_request, response) => {
      response.on("error", () => {});
      if (how === "plain") return endless(response);
      response.writeHead(200, { "content-encoding": "gzip" });
      const gzip = createGzip({ level: 0 });
      gzip.on("error", () => {}).pipe(response);
      response.on("close", () => gzip.destroy());
      endless(gzip);
    });
    const bodyBudget = new BodyBudget({ bytes: MiB, free: 16 * KiB });
    await using session = new ClientSession({ bodyBudget, maxBodySize: 2 * MiB });
    let most = 0;
    const onDownloadProgress = (): void => void (most = Math.max(most, bodyBudget.statistics().used));
    const errors = await Promise.all(
      Array.from({ length: 24 }, () => failure(session.get(server.url, { onDownloadProgress }))),
    );
    for (const error of errors) expect(error).toBeInstanceOf(BodyError);
    // Of each socket one more piece may come after it was told to wait.
    expect(most).toBeGreaterThan(MiB);
    expect(most).toBeLessThan(MiB + 2 * MiB + 24 * 128 * KiB);
    expect(bodyBudget.statistics()).toEqual({ used: 0, held: 0, waiting: 0 });
    expect(session.statistics()).toMatchObject({ open: 0, calls: 0 });
  },
);

test("a body that waits can be cancelled, and those behind it go on", async () => {
  await using server = await serve((_request, response) => response.end(Buffer.alloc(MiB)));
  const bodyBudget = new BodyBudget({ bytes: 64 * KiB, free: 0 });
  await using session = new ClientSession({ bodyBudget });
  const held = bodyBudget.hold(65 * KiB);
  const requests = [session.get(server.url), session.get(server.url), session.get(server.url)];
  await until(() => bodyBudget.statistics().waiting === 3);
  requests[0]?.cancel();
  expect(await failure(Promise.resolve(requests[0]))).toBeInstanceOf(CancelledError);
  expect(bodyBudget.statistics().waiting).toBe(2);
  held[Symbol.dispose]();
  held[Symbol.dispose]();
  for (const request of requests.slice(1)) expect((await (await request)?.bytes())?.length).toBe(MiB);
  expect(bodyBudget.statistics()).toEqual({ used: 0, held: 0, waiting: 0 });
});

test("small bodies come while large ones wait, and the time of waiting is not that of the server", async () => {
  await using server = await serve(({ url }, response) =>
    response.end(Buffer.alloc(url === "/small" ? 16 * KiB : MiB)),
  );
  const bodyBudget = new BodyBudget({ bytes: 64 * KiB, free: 32 * KiB });
  await using session = new ClientSession({ bodyBudget, timeout: { total: 1000, read: 500 } });
  const held = bodyBudget.hold(64 * KiB + 1);
  const large = session.get(server.url);
  await until(() => bodyBudget.statistics().waiting === 1);
  expect((await (await session.get(`${server.url}small`)).bytes()).length).toBe(16 * KiB);
  await sleep(1500);
  held[Symbol.dispose]();
  expect((await (await large).bytes()).length).toBe(MiB);
});

test("the deadline goes on after the wait", async () => {
  await using server = await serve((_request, response) => void response.write(Buffer.alloc(256 * KiB)));
  const bodyBudget = new BodyBudget({ bytes: 64 * KiB, free: 0 });
  await using session = new ClientSession({ bodyBudget, timeout: { total: 200 } });
  const held = bodyBudget.hold(64 * KiB + 1);
  const stuck = session.get(server.url);
  await until(() => bodyBudget.statistics().waiting === 1);
  held[Symbol.dispose]();
  expect(await failure(stuck)).toMatchObject({ code: "ERR_BAEDAL_TIMEOUT", phase: "total" });
  expect(bodyBudget.statistics()).toEqual({ used: 0, held: 0, waiting: 0 });
});

test.each([
  ["none", text, text],
  ["gzip", gzipSync(text), text],
  ["br", brotliCompressSync(text), text],
  ["gzip, br", brotliCompressSync(gzipSync(text)), text],
  ["gzip", Buffer.alloc(0), Buffer.alloc(0)],
] as const)("a body by %s comes out as without a budget, room or none", async (codings, sent, expected) => {
  await using server = await serve((_request, response) => {
    if (codings !== "none") response.setHeader("content-encoding", codings);
    response.end(sent);
  });
  for (const bytes of [0, MiB]) {
    const bodyBudget = new BodyBudget({ bytes, free: 0 });
    await using session = new ClientSession({ bodyBudget });
    const bodies = await Promise.all(Array.from({ length: 4 }, async () => (await session.get(server.url)).bytes()));
    for (const body of bodies) expect(expected.equals(body)).toBe(true);
    expect(bodyBudget.statistics()).toEqual({ used: 0, held: 0, waiting: 0 });
  }
});

test("a damaged, a cut and a bombing body give back what they held", async () => {
  const bomb = gzipSync(Buffer.alloc(40 * MiB));
  const wholes: Readonly<Record<string, Buffer>> = {
    "/cut": gzipSync(text).subarray(0, 100),
    "/bomb": bomb,
    "/no": text,
  };
  await using server = await serve(({ url = "" }, response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end(wholes[url]);
  });
  const bodyBudget = new BodyBudget({ bytes: MiB, free: 0 });
  await using session = new ClientSession({ bodyBudget });
  for (const path of Object.keys(wholes)) {
    const error = await failure(session.get(new URL(path, server.url)));
    expect([path, error["code"]]).toEqual([path, "ERR_BAEDAL_BODY"]);
    expect(bodyBudget.statistics()).toEqual({ used: 0, held: 0, waiting: 0 });
  }
});

test("an answer that breaks off while its body waits fails, and gives its place back", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${MiB}\r\n\r\n`);
      socket.write(Buffer.alloc(100 * KiB), () => socket.destroy());
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bodyBudget = new BodyBudget({ bytes: 64 * KiB, free: 0 });
  await using session = new ClientSession({ bodyBudget });
  const held = bodyBudget.hold(64 * KiB + 1);
  const broken = session.get(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`); // it listens on a port
  await until(() => bodyBudget.statistics().waiting === 1);
  held[Symbol.dispose]();
  expect((await failure(broken))["code"]).toBe("ERR_BAEDAL_BODY");
  expect(bodyBudget.statistics()).toEqual({ used: 0, held: 0, waiting: 0 });
  server.close();
});

test("a budget has to be a number of bytes", () => {
  expect(() => new BodyBudget({ bytes: -1 })).toThrow(TypeError);
  expect(() => new BodyBudget({ bytes: 1.5 })).toThrow(/whole number of bytes/);
});
