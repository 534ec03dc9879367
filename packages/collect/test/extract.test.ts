import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { type BadLine, Collection, readStatus, records } from "@baedal/collect";
import { sleep } from "baedal";
import { expect, test } from "vitest";
import { Selection } from "../dist/select/selection.js";
import { collectAll } from "./collect-all.ts";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

const html = { "content-type": "text/html" };

test("a handler that cannot be loaded, or exports nothing, ends the run before anything is fetched", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  writeFileSync(temporary.path("empty.mjs"), "export const answer = 42;");
  for (const [handler, why] of [
    ["missing.mjs", "Cannot load the handler"],
    ["empty.mjs", "must export a function"],
  ] as const) {
    const options = { directory: temporary.path("out"), handler: temporary.path(handler) };
    await expect(collectAll(options, site.url("/"))).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(why),
    });
  }
  expect(site.asked).toEqual([]);
});

test("a handler's data and URLs are stored with the page, and one that throws fails the page", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  writeFileSync(
    temporary.path("handler.mjs"),
    `export async function handle(page) {
      const text = await page.text();
      if (text.endsWith("/bad")) throw new Error("cannot read " + text);
      return { data: { text, status: page.status, length: (await page.bytes()).length }, urls: text.endsWith("/") ? ["more", "/bad"] : [] };
    }`,
  );
  const options = { directory: temporary.path("out"), handler: temporary.path("handler.mjs") };
  const { summary, pages } = await collectAll(options, site.url("/"));
  expect(summary).toMatchObject({ done: 2, failed: 1, exitCode: 1 });
  expect(
    [...records(options.directory)].map(({ data, error, depth, referrer }) => [
      data,
      error?.code ?? null,
      depth,
      referrer,
    ]),
  ).toEqual([
    [{ text: "page /", status: 200, length: 6 }, null, 0, null],
    [{ text: "page /more", status: 200, length: 10 }, null, 1, site.url("/")],
    [null, "ERR_BAEDAL_HANDLER", 1, site.url("/")],
  ]);
  expect(pages.find(({ url }) => url === site.url("/bad"))?.error?.message).toBe(
    "The handler failed: cannot read page /bad",
  );
});

test("what a handler returns must be something that JSON can hold", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  await collectAll({ directory: temporary.path("out"), handler: () => ({ data: 1n }) }, site.url("/"));
  expect([...records(temporary.path("out"))]).toMatchObject([{ error: { code: "ERR_BAEDAL_HANDLER" } }]);
});

test("select finds text and attributes: one match a string, several an array, none null", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    if (path === "/text") return response.writeHead(200, { "content-type": "text/plain" }).end("<h1>no</h1>");
    return response.writeHead(200, html).end(
      `<base href="/dir/"><h1> Bowls \n <b>and</b> more</h1><p class=price>3</p><p class=price>4</p>
       <a href="x?a=1&amp;b=2">x</a><img src="//cdn.example/i.png" alt="Pic">`,
    );
  });
  const select = [
    "title=h1",
    "prices=p.price",
    "link=a@href",
    "image=img@src",
    "alt=img@alt",
    "none=h2",
    "never=a@title",
  ];
  await collectAll({ directory: temporary.path("out"), select }, [site.url("/"), site.url("/text")]);
  expect([...records(temporary.path("out"))].map(({ data }) => data)).toEqual([
    {
      title: "Bowls and more",
      prices: ["3", "4"],
      link: site.url("/dir/x?a=1&b=2"),
      image: "http://cdn.example/i.png",
      alt: "Pic",
      none: null,
      never: null,
    },
    null,
  ]);
});

test.each([
  ["h1", "select must be such as title=h1"],
  ["a=p:nope(", "select cannot read the selector"],
])("refuses the selection %j", (select, message) => {
  expect(() => new Collection({ directory: "out", select })).toThrow(message);
});

test("a refresh asks with validators, keeps what has not changed and replaces what has", async () => {
  using temporary = new Temporary();
  let version = 1;
  await using site = await Site.open((request, response, path) => {
    const etag = path === "/same" ? '"same"' : `"v${version}"`;
    if (request.headers["if-none-match"] === etag) return response.writeHead(304, { etag }).end();
    return response.writeHead(200, { etag, "x-version": String(version) }).end(`${path} ${version}`);
  });
  const directory = temporary.path("out");
  await collectAll({ directory }, [site.url("/same"), site.url("/changing")]);
  const [before] = [...records(directory, { body: true })];
  version = 2;
  const { pages, summary } = await collectAll({ directory, refresh: true });
  expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200, 304]));
  expect(summary).toMatchObject({ done: 2, failed: 0 });
  const [same, changed] = [...records(directory, { body: true })];
  expect(same).toEqual({ ...before, fetchedAt: same?.fetchedAt });
  expect(Date.parse(same?.fetchedAt ?? "")).toBeGreaterThan(Date.parse(before?.fetchedAt ?? ""));
  expect(changed).toMatchObject({ status: 200, headers: { "x-version": "2" } });
  expect(Buffer.from(changed?.body ?? "", "base64").toString()).toBe("/changing 2");
});

test("an interrupted refresh goes on without asking twice", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  const directory = temporary.path("out");
  const urls = Array.from({ length: 10 }, (_, index) => site.url(`/${index}`));
  await collectAll({ directory }, urls);
  await collectAll({ directory, refresh: true, maxPages: 4 });
  expect([...records(directory)]).toHaveLength(10);
  await collectAll({ directory, refresh: true });
  expect(site.asked).toHaveLength(20);
  await collectAll({ directory, refresh: true });
  expect(site.asked).toHaveLength(30);
});

test("sitemaps are read: indexes, gzip, lists and feeds, each URL once", async () => {
  using temporary = new Temporary();
  const sitemap = (...paths: string[]): string =>
    `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${paths.map((path) => `<url><loc> ${path} </loc></url>`).join("")}</urlset>`;
  await using site = await Site.open((_request, response, path) => {
    const files: Record<string, string | Buffer> = {
      "/index.xml": `<sitemapindex><sitemap><loc>${site.url("/a.xml.gz")}</loc></sitemap><sitemap><loc>/list.txt</loc></sitemap>
        <sitemap><loc>/index.xml</loc></sitemap><sitemap><loc>/missing.xml</loc></sitemap></sitemapindex>`,
      "/a.xml.gz": gzipSync(sitemap(site.url("/1"), site.url("/2?x=1&amp;y=2"), "http://elsewhere.invalid/skip")),
      "/list.txt": `${site.url("/2?x=1&y=2")}\n\n${site.url("/3")}`,
      "/feed": `<rss><channel><link>/home</link><item><link>${site.url("/4")}</link></item></channel></rss>`,
    };
    const file = files[path];
    if (file !== undefined) return response.end(file);
    return response.writeHead(path === "/missing.xml" ? 404 : 200).end("page");
  });
  const job = new Collection({
    directory: temporary.path("out"),
    sitemap: [site.url("/index.xml"), site.url("/feed")],
    exclude: "**/skip",
  });
  const bad: BadLine[] = [];
  job.onBadLine((line) => bad.push(line));
  await Array.fromAsync(job.run());
  const pages = [...job.records()].map(({ url }) => url.slice(site.url("").length));
  expect(pages.toSorted()).toEqual(["/1", "/2?x=1&y=2", "/3", "/4"]);
  expect([...job.records()].map(({ status, error }) => [status, error])).toEqual(pages.map(() => [200, null]));
  expect(bad).toMatchObject([
    { list: site.url("/missing.xml"), number: 0, message: expect.stringContaining("answered 404") },
  ]);
  expect(job.summary?.exitCode).toBe(1);
  expect(readStatus(temporary.path("out"))).toMatchObject({ queued: 0, done: 4 });
});

test("the host of a sitemap given by hand is one that was named: its links are followed, and it gets what start hosts get", async () => {
  using temporary = new Temporary();
  const tokens: unknown[] = [];
  await using site = await Site.open((request, response, path) => {
    if (path === "/s.xml") return response.end("<urlset><url><loc>/a</loc></url></urlset>");
    if (path === "/robots.txt") return response.writeHead(404).end();
    tokens.push(request.headers["x-token"]);
    return response.writeHead(200, { "content-type": "text/html" }).end('<a href="/b">b</a>');
  });
  const options = { directory: temporary.path("out"), sitemap: site.url("/s.xml"), follow: true };
  const { pages } = await collectAll({ ...options, header: ["x-token: 42"] });
  expect(pages.map(({ url, status }) => [new URL(url).pathname, status])).toEqual([
    ["/a", 200],
    ["/b", 200],
  ]);
  expect(tokens).toEqual(["42", "42"]);
});

test("a sitemap that is refused for a while is tried again, one that fails for good is reported", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    if (path === "/broken.xml") return response.writeHead(500).end();
    const first = site.count(path) === 1;
    if (path === "/busy.xml" && first) return response.writeHead(429, { "retry-after": "0" }).end();
    if (path === "/late.txt" && first) return response.writeHead(503).end();
    return response.end(path.endsWith(".xml") ? `<urlset><url><loc>/a</loc></url></urlset>` : site.url("/b"));
  });
  const sitemap = ["/busy.xml", "/late.txt", "/broken.xml"].map((path) => site.url(path));
  const job = new Collection({ directory: temporary.path("out"), sitemap, retries: 1 });
  const bad: BadLine[] = [];
  job.onBadLine((line) => bad.push(line));
  await Array.fromAsync(job.run());
  expect([...job.records()].map(({ url }) => new URL(url).pathname).toSorted()).toEqual(["/a", "/b"]);
  expect(sitemap.map((url) => site.count(new URL(url).pathname))).toEqual([2, 2, 2]);
  expect(bad.map(({ list, message }) => [list, message])).toEqual([
    [site.url("/broken.xml"), expect.stringContaining("answered 500")],
  ]);
});

test("a run that waits for a sitemap's host can be stopped", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response) => response.writeHead(429, { "retry-after": "300" }).end());
  const job = new Collection({ directory: temporary.path("out"), sitemap: site.url("/s.xml") });
  const running = Array.fromAsync(job.run());
  while (site.asked.length < 1) await sleep(5);
  job.stop();
  expect(await running).toEqual([]);
  expect(job.summary?.ending).toBe("stopped");
});

test("the caller's own headers go to the hosts of start URLs only", async () => {
  using temporary = new Temporary();
  const seen: [string, string | undefined][] = [];
  await using other = await Site.open((request, response) => {
    seen.push(["other", request.headers["x-key"] as string | undefined]);
    response.end();
  });
  await using site = await Site.open((request, response, path) => {
    seen.push([path, request.headers["x-key"] as string | undefined]);
    if (path === "/hop") response.writeHead(302, { location: other.url("/") }).end();
    else response.end();
  });
  const options = { directory: temporary.path("out"), header: "X-Key: secret", allowPrivate: true };
  await collectAll(options, [site.url("/"), site.url("/hop")]);
  expect(Object.fromEntries(seen)).toEqual({ "/": "secret", "/hop": "secret", other: undefined });
  expect(JSON.stringify([...records(options.directory)])).not.toContain("secret");
});

test("credentials and cookies go where they belong", async () => {
  using temporary = new Temporary();
  const seen: Record<string, (string | undefined)[]> = {};
  await using other = await Site.open((request, response) => {
    seen["other"] = [request.headers.authorization, request.headers.cookie];
    response.end();
  });
  await using site = await Site.open((request, response, path) => {
    seen[path] = [request.headers.authorization, request.headers.cookie];
    if (path === "/hop") response.writeHead(302, { location: other.url("/") }).end();
    else response.end();
  });
  const cookies = temporary.path("cookies.txt");
  writeFileSync(cookies, "# Netscape HTTP Cookie File\n\n#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\tbowl\t3\n");
  const options = { directory: temporary.path("out"), auth: "b:secret", cookies, allowPrivate: true };
  await collectAll(options, [site.url("/"), site.url("/hop")]);
  const authorization = `Basic ${Buffer.from("b:secret").toString("base64")}`;
  // Cookies know no ports (RFC 6265, 8.5), so the other site on the same address gets them.
  expect(seen).toEqual({
    "/": [authorization, "bowl=3"],
    "/hop": [authorization, "bowl=3"],
    other: [undefined, "bowl=3"],
  });
});

test.each([
  [{ cookies: "missing.txt" }, "Cannot read the cookies in"],
  [{ cookies: "bad.txt" }, "line 2 has not the 7 fields"],
  [{ ca: "missing.pem" }, "Cannot read the certificates in"],
])("refuses %j before anything is fetched", async (options, message) => {
  using temporary = new Temporary();
  await using site = await Site.open();
  writeFileSync(temporary.path("bad.txt"), "# cookies\nnonsense");
  const paths = Object.fromEntries(Object.entries(options).map(([name, file]) => [name, temporary.path(file)]));
  const collecting = collectAll({ directory: temporary.path("out"), ...paths }, site.url("/"));
  await expect(collecting).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  expect(site.asked).toEqual([]);
});

test("while a large page is searched everybody else has a turn, and a page that closes nothing is searched too", async () => {
  const row = '<tr><td class="name"><a href="item">An item</a></td></tr>';
  const pages = [row.repeat(50_000), `${"<div>".repeat(50_000)}${row}`];
  for (const [index, page] of pages.entries()) {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    const answer = { headers: [["content-type", "text/html"]], text: async () => page };
    // Of an answer no more than this is asked for.
    const found = await new Selection(["name=.name", "to=a@href", "none=b"]).read(
      answer as never,
      "http://shop.example/",
    );
    clearInterval(counting);
    expect(turns).toBeGreaterThan(1);
    const to = "http://shop.example/item";
    const one = index === 1;
    expect(found).toEqual({
      name: one ? "An item" : Array.from({ length: 50_000 }, () => "An item"),
      to: one ? to : Array.from({ length: 50_000 }, () => to),
      none: null,
    });
  }
});
