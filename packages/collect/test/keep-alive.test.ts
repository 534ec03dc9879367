import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { collectAll } from "./collect-all.ts";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

/** Serves each connection once; what comes over it afterwards is read, counted and never answered. */
async function forgetfulSite(answer = (response: ServerResponse, path: string): unknown => response.end(path)) {
  const served = new WeakSet<IncomingMessage["socket"]>();
  return Site.open(({ socket }, response, path) => {
    if (served.has(socket)) return socket.destroy();
    served.add(socket);
    return answer(response, path);
  });
}

test("a server that stops answering sees no request that is not an attempt of its page", async () => {
  using temporary = new Temporary();
  let answers = 0;
  await using site = await Site.open(({ socket }, response) => {
    if (answers++ === 0) response.end("the only answer");
    else socket.destroy();
  });
  const urls = [site.url("/first"), site.url("/second")];
  const { pages } = await collectAll({ directory: temporary.path("out"), retries: 1, sequential: true }, urls);
  const [, second] = pages;
  // A try over the kept-alive connection, which is nobody's fault, then one and its retry over new ones.
  expect(second).toMatchObject({ url: urls[1], failed: true, attempts: 3, error: { code: "ERR_BAEDAL_PROTOCOL" } });
  expect(site.count("/second")).toBe(3);
});

test("each request that a server sees, when it closes kept-alive connections, is an attempt in the store", async () => {
  using temporary = new Temporary();
  await using site = await forgetfulSite();
  const paths = Array.from({ length: 60 }, (_, index) => `/${index}`);
  const options = { directory: temporary.path("out"), retries: 0, perHost: 4 };
  const { pages, summary } = await collectAll(
    options,
    paths.map((path) => site.url(path)),
  );
  expect(summary).toMatchObject({ done: 60, failed: 0 });
  expect(site.asked.length).toBeGreaterThan(60);
  const counted = pages.map(({ url, attempts }) => [new URL(url).pathname, attempts]);
  expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(paths.map((path) => [path, site.count(path)])));
  // Nobody meets a second one.
  expect(Math.max(...pages.map(({ attempts }) => attempts))).toBe(2);
});

test("maxPages is exact where a server closes kept-alive connections, and what is left goes on in the next run", async () => {
  using temporary = new Temporary();
  await using site = await forgetfulSite();
  const urls = Array.from({ length: 30 }, (_, index) => site.url(`/${index}`));
  const options = { directory: temporary.path("out"), retries: 0 };
  const { summary } = await collectAll({ ...options, maxPages: 10 }, urls);
  expect([summary.ending, site.asked.length]).toEqual(["max-pages", 10]);
  const rest = await collectAll(options, urls);
  expect(rest.summary).toMatchObject({ done: 30, failed: 0, queued: 0 });
});

test("a redirect that is lost with its connection begins a new attempt", async () => {
  using temporary = new Temporary();
  await using site = await forgetfulSite((response, path) => {
    if (path.startsWith("/from")) response.writeHead(302, { location: path.replace("from", "to") }).end();
    else response.end("there");
  });
  const options = { directory: temporary.path("out"), retries: 0, sequential: true };
  const { pages } = await collectAll(options, [site.url("/from/1"), site.url("/from/2")]);
  for (const { url, attempts, status } of pages)
    expect([status, attempts]).toEqual([200, site.count(new URL(url).pathname)]);
});
