import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { exportCollection, type Page } from "@baedal/collect";
import { expect, test } from "vitest";
import { collectAll } from "./collect-all.ts";
import { loopbackIdentity } from "./loopback-identity.ts";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

interface Server extends AsyncDisposable {
  readonly port: number;
  readonly seen: string[];
}

/** Answers over TLS with the version of HTTP that it was asked with. */
async function openSecure(): Promise<Server> {
  const seen: string[] = [];
  const server = createSecureServer({ ...loopbackIdentity, allowHTTP1: true }, (request, response) => {
    seen.push(request.httpVersion);
    response.end(`HTTP/${request.httpVersion}`);
  });
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  return { ...(await listening(server, sockets)), seen };
}

/** A proxy for plain requests and tunnels that wants a name and a password. */
async function openProxy(): Promise<Server> {
  const seen: string[] = [];
  const password = `Basic ${Buffer.from("courier:bowl").toString("base64")}`;
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (request.headers["proxy-authorization"] !== password) response.writeHead(407).end();
    else response.end("through the proxy");
  });
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  server.on("connect", (request, client) => {
    seen.push(`CONNECT ${request.url}`);
    if (request.headers["proxy-authorization"] !== password) {
      return void client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    }
    const upstream = connect(Number(request.url?.split(":")[1]), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    for (const socket of [client, upstream]) socket.on("error", () => {});
  });
  return { ...(await listening(server, sockets)), seen };
}

async function listening(
  server: { listen(port: number, host: string, done: () => void): unknown; address(): unknown; close(): unknown },
  sockets: Iterable<{ destroy(): void }>,
): Promise<Omit<Server, "seen">> {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port, // it listens on a port
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** What came, or why nothing did; sorted. */
async function textsOf(pages: readonly Page[]): Promise<string[]> {
  const texts = await Promise.all(pages.map(async (page) => page.error?.code ?? (await page.text())));
  return texts.toSorted();
}

/** Everything that is stored of the requests and answers. */
async function harOf(directory: string): Promise<string> {
  const output = `${directory}.har`;
  await exportCollection(directory, { format: "har", output, body: true });
  return readFileSync(output, "utf8");
}

test("a certificate that nobody vouches for fails at once, and passes with ca or insecure", async () => {
  using temporary = new Temporary();
  await using secure = await openSecure();
  const ca = temporary.path("ca.pem");
  writeFileSync(ca, loopbackIdentity.cert);
  const url = `https://127.0.0.1:${secure.port}/`;
  const refused = await collectAll({ directory: temporary.path("refused") }, [url]);
  expect(refused.pages[0]).toMatchObject({ attempts: 1, error: { code: "ERR_BAEDAL_CONNECT" } });
  expect(secure.seen).toEqual([]);
  for (const options of [{ ca }, { insecure: true }]) {
    const { pages } = await collectAll({ directory: temporary.path(Object.keys(options)[0] ?? ""), ...options }, [url]);
    expect(await textsOf(pages)).toEqual(["HTTP/1.1"]);
  }
});

test("HTTP/2 is spoken where it is offered and asked for, and stands in the export", async () => {
  using temporary = new Temporary();
  await using secure = await openSecure();
  await using plain = await Site.open();
  const options = { directory: temporary.path("out"), http2: true, insecure: true };
  const urls = [`https://127.0.0.1:${secure.port}/`, plain.url("/")];
  const { pages } = await collectAll(options, urls);
  expect(await textsOf(pages)).toEqual(["HTTP/2.0", "page /"]);
  expect((await harOf(options.directory)).match(/"httpVersion":"HTTP\/2(?:\.0)?"/g)).toHaveLength(2);
});

test("requests go through the proxy, with its credentials, and those are stored nowhere", async () => {
  using temporary = new Temporary();
  await using secure = await openSecure();
  await using proxy = await openProxy();
  const options = {
    directory: temporary.path("out"),
    proxy: `http://courier:bowl@127.0.0.1:${proxy.port}`,
    insecure: true,
  };
  const secureUrl = `https://127.0.0.1:${secure.port}/`;
  const { pages } = await collectAll(options, ["http://nowhere.invalid/page", secureUrl]);
  expect(await textsOf(pages)).toEqual(["HTTP/1.1", "through the proxy"]);
  expect(await harOf(options.directory)).not.toMatch(/bowl|proxy-authorization|Y291cmllcjpib3ds/i);
  expect(proxy.seen.toSorted()).toEqual([
    `CONNECT 127.0.0.1:${secure.port}`,
    expect.stringContaining("nowhere.invalid"),
  ]);
});

test("a proxy that refuses fails the page, and the message does not tell the password", async () => {
  using temporary = new Temporary();
  await using secure = await openSecure();
  await using proxy = await openProxy();
  const options = {
    directory: temporary.path("out"),
    proxy: `http://courier:wrong@127.0.0.1:${proxy.port}`,
    insecure: true,
    retries: 0,
  };
  const { pages } = await collectAll(options, [`https://127.0.0.1:${secure.port}/`]);
  expect(pages[0]?.error?.message).toContain("407");
  expect(JSON.stringify(pages[0]?.error)).not.toContain("wrong");
});
