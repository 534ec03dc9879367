import { type CollectionOptions, readStatus, records } from "@baedal/collect";
import { run } from "baedal";
import { VirtualClock } from "baedal/testing";
import { afterEach, expect, test } from "vitest";
import { extractLinks } from "../dist/follow/extract-links.js";
import { isPrivateHost } from "../dist/follow/is-private-host.js";
import { Scope } from "../dist/follow/scope.js";
import { urlPattern } from "../dist/follow/url-pattern.js";
import { collectAll } from "./collect-all.ts";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

/** A site of pages by path: text is HTML, a number a status, a list a redirect. */
type Pages = Record<string, string | number | [location: string]>;

function siteOf(pages: Pages, port = 0): Promise<Site> {
  return Site.open((_request, response, path) => {
    const page = pages[path] ?? 404;
    if (Array.isArray(page)) return response.writeHead(302, { location: page[0] }).end();
    if (typeof page === "number") return response.writeHead(page).end("sorry");
    const type = path.endsWith(".txt") ? "text/plain" : "text/html; charset=utf-8";
    return response.writeHead(200, { "content-type": type }).end(page);
  }, port);
}

/** Those of the crawls of one test, whose records it still reads. */
const temporaries: Temporary[] = [];

afterEach(() => {
  for (const temporary of temporaries.splice(0)) temporary[Symbol.dispose]();
});

const link = (...hrefs: string[]): string => hrefs.map((href) => `<a href="${href}">x</a>`).join("");

async function crawl(
  pages: Pages,
  options: Partial<CollectionOptions> = {},
  start = "/",
): Promise<{ asked: string[]; site: Site; directory: string; exitCode: number }> {
  const temporary = new Temporary();
  temporaries.push(temporary);
  const site = await siteOf(pages);
  const directory = temporary.path("out");
  try {
    const { summary } = await collectAll({ directory, follow: true, robots: false, retries: 0, ...options }, [
      site.url(start),
    ]);
    return { asked: site.asked.toSorted(), site, directory, exitCode: summary.exitCode };
  } finally {
    await site[Symbol.asyncDispose]();
  }
}

test("collects every page that a page links to, once, with depth and referrer", async () => {
  const { asked, directory, site } = await crawl({
    "/": link("/a", "b", "./b#part", "mailto:b@example.com", "javascript:void 0"),
    "/a": link("/", "/c"),
    "/b": link("/c", "/b"),
    "/c": "<area href=/d>",

    "/d": "",
  });
  expect(asked).toEqual(["/", "/a", "/b", "/c", "/d"]);
  const found = [...records(directory)].map(({ url, depth, referrer }) => [new URL(url).pathname, depth, referrer]);
  expect(found[0]).toEqual(["/", 0, null]);
  expect(found).toContainEqual(["/b", 1, site.url("/")]);
  expect(found.find(([path]) => path === "/c")?.[1]).toBe(2);
  expect(found).toContainEqual(["/d", 3, site.url("/c")]);
});

test("does not follow links of other elements, of errors, of what is no HTML, and traps", async () => {
  const { asked } = await crawl({
    "/": `<link href=/l><img src=/i><script src=/s></script><iframe src=/f></iframe><!-- <a href=/c> --><script>"<a href=/q>"</script>
      ${link("/bad", "/list.txt", "/a/a/a/a/x", "/a/a/a/x", `/${"x".repeat(2000)}`)}<a name=n>`,
    "/bad": 500,
    "/list.txt": link("/from-text"),
    "/a/a/a/x": "",
  });
  expect(asked).toEqual(["/", "/a/a/a/x", "/bad", "/list.txt"]);
});

test("a linked page that is gone is recorded and is no failure, a start URL that is gone is one", async () => {
  const linked = await crawl({ "/": link("/gone", "/missing"), "/gone": 410 });
  expect(linked.exitCode).toBe(0);
  expect([...records(linked.directory)].map(({ status, error }) => [status, error?.code ?? null])).toEqual([
    [200, null],
    [410, "ERR_BAEDAL_STATUS"],
    [404, "ERR_BAEDAL_STATUS"],
  ]);
  expect((await crawl({})).exitCode).toBe(1);
  expect((await crawl({ "/": link("/broken"), "/broken": 500 })).exitCode).toBe(1);
});

test("heeds base, meta robots and X-Robots-Tag, and follows rel=nofollow", async () => {
  const base = await crawl({
    "/": `<base href="/dir/"><base href="/other/">${link("x")}<a rel=nofollow href=y>`,
    "/dir/x": "",
    "/dir/y": "",
  });
  expect(base.asked).toEqual(["/", "/dir/x", "/dir/y"]);
  const pages = { "/": `<meta content="noindex, nofollow" name="Robots">${link("/x")}`, "/x": "", "/robots.txt": 404 };
  expect((await crawl(pages, { robots: true })).asked).toEqual(["/", "/robots.txt"]);
  expect((await crawl(pages, { robots: false })).asked).toEqual(["/", "/x"]);
});

test("stays within the depth, the patterns and the scope", async () => {
  const pages = { "/": link("/1", "/skip/1"), "/1": link("/2"), "/2": link("/3"), "/skip/1": "", "/3": "" };
  expect((await crawl(pages, { maxDepth: 1 })).asked).toEqual(["/", "/1", "/skip/1"]);
  expect((await crawl(pages, { maxDepth: 0 })).asked).toEqual(["/"]);
  expect((await crawl(pages, { exclude: "**/skip/*" })).asked).toEqual(["/", "/1", "/2", "/3"]);
  expect((await crawl(pages, { include: ["/\\/[12]$/"], exclude: ["**/2"] })).asked).toEqual(["/", "/1", "/skip/1"]);
  const below = { "/docs/a": link("/docs/b", "/docs/c/d", "/blog", "/docs"), "/docs/b": "", "/docs/c/d": "" };
  expect((await crawl(below, { scope: "prefix" }, "/docs/a")).asked).toEqual(["/docs/a", "/docs/b", "/docs/c/d"]);
});

test("a trap that makes ever new URLs is bounded for its host, over all runs, and URLs given by hand are not", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    const number = Number(/\d+/.exec(path)?.[0] ?? 0);
    response.writeHead(path === "/robots.txt" ? 404 : 200, { "content-type": "text/html" });
    response.end(`<a href="/?day=${number + 1}">next</a><a href="/?day=${number + 1}&session=${number}">same</a>`);
  });
  const options = { directory: temporary.path("out"), follow: true, maxPerHost: 10 };
  expect((await collectAll(options, site.url("/"))).summary).toMatchObject({ ending: "done", done: 10, exitCode: 0 });
  const again = await collectAll(options, [site.url("/a"), site.url("/b")]);
  expect(again.pages.map(({ url }) => url).toSorted()).toEqual([site.url("/a"), site.url("/b")]);
});

test("a redirect to a page that is known is parsed once, and both have a record", async () => {
  const { asked, directory } = await crawl({
    "/": link("/old", "/new"),
    "/old": ["/new"],
    "/new": link("/more"),
    "/more": "",
  });
  expect(asked).toEqual(["/", "/more", "/new", "/new", "/old"]);
  expect([...records(directory)]).toHaveLength(4);
});

test("a redirect out of scope is recorded and its links are not followed", async () => {
  await using elsewhere = await siteOf({ "/there": link("/deeper"), "/deeper": "" });
  const { directory } = await crawl({ "/": link("/out"), "/out": [elsewhere.url("/there")] }, { allowPrivate: true });
  expect(elsewhere.asked).toEqual(["/there"]);
  expect([...records(directory)][1]).toMatchObject({ finalUrl: elsewhere.url("/there"), status: 200, error: null });
});

test("links and redirects of another host to private addresses are refused unless allowed", async () => {
  await using inside = await siteOf({ "/": "secret" });
  const pages = { "/": link(inside.url("/"), "/hop"), "/hop": [inside.url("/")] as [string] };
  const refused = await crawl(pages, { scope: "any" });
  expect(inside.asked).toEqual([]);
  expect([...records(refused.directory)].map(({ error }) => error?.code ?? null)).toEqual([null, "ERR_BAEDAL_GUARD"]);
  await crawl(pages, { scope: "any", allowPrivate: true });
  expect(inside.asked).toEqual(["/", "/"]);
});

test("robots.txt is heeded for links and start URLs, and asked for once an origin before anything else", async () => {
  const pages: Pages = {
    "/robots.txt": "user-agent: baedal\ndisallow: /private\n",
    "/": link("/private/1", "/open", "/hop"),
    "/open": "",
    "/hop": ["/private/2"],
  };
  const { asked, site, directory, exitCode } = await crawl(pages, { robots: true });
  expect(asked).toEqual(["/", "/hop", "/open", "/robots.txt"]);
  expect(site.asked[0]).toBe("/robots.txt");
  expect(exitCode).toBe(0);
  expect([...records(directory)].map(({ attempts, error }) => [attempts, error?.code ?? null])).toEqual([
    [1, null],
    [0, "ERR_BAEDAL_ROBOTS"],
    [1, null],
    [1, "ERR_BAEDAL_ROBOTS"],
  ]);
  expect((await crawl(pages, { robots: true }, "/private/3")).exitCode).toBe(1);
});

test("a robots.txt that is missing allows everything", async () => {
  expect((await crawl({ "/": "", "/robots.txt": 403 }, { robots: true })).asked).toEqual(["/", "/robots.txt"]);
});

test("a robots.txt that cannot be had leaves its host alone, and is a failure, not a prohibition", async () => {
  const failing = await crawl({ "/": "", "/robots.txt": 503 }, { robots: true, retries: 1 });
  expect(failing.asked).toEqual(["/robots.txt", "/robots.txt"]);
  expect(failing.exitCode).toBe(1);
  const [record] = [...records(failing.directory)];
  expect(record).toMatchObject({ attempts: 0, error: { code: "ERR_BAEDAL_ROBOTS" } });
  expect(record?.error?.message).toContain("could not be had");
  expect(record?.error?.message).toContain("the server answered 503 Service Unavailable");
});

test("a crawl that goes on while the server is down fails with the real cause, and retryFailed brings it back", async () => {
  using temporary = new Temporary();
  const pages: Pages = { "/": link("/a", "/b"), "/a": "", "/b": "" };
  const site = await siteOf(pages);
  const options = { directory: temporary.path("out"), follow: true, retries: 1 };
  await collectAll({ ...options, maxPages: 1 }, [site.url("/")]);
  await site[Symbol.asyncDispose]();
  const down = await collectAll(options);
  expect(down.summary).toMatchObject({ done: 1, failed: 2, queued: 0, exitCode: 1 });
  for (const { error } of down.pages) {
    expect(error?.code).toBe("ERR_BAEDAL_CONNECT");
    expect(error?.message).toContain("ECONNREFUSED");
  }
  await using _ = await siteOf(pages, site.port);
  expect((await collectAll({ ...options, retryFailed: true })).summary).toMatchObject({ done: 3, failed: 0 });
});

test("the robots.txt of a host that does not exist, or that no certificate vouches for, fails as its pages would", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  const urls = ["http://no-such-host.invalid/", `https://127.0.0.1:${site.port}/`];
  const { pages } = await collectAll({ directory: temporary.path("out"), robots: true, retries: 0 }, urls);
  expect(pages.map(({ error, failed }) => [error?.code, failed])).toEqual([
    ["ERR_BAEDAL_CONNECT", true],
    ["ERR_BAEDAL_CONNECT", true],
  ]);
});

test("a robots.txt of any length is read as far as it is to be, however small the bodies of pages must be", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    if (path !== "/robots.txt") return response.writeHead(200, { "content-type": "text/html" }).end("page");
    const more = (): void => {
      while (response.write(`# ${"x".repeat(50_000)}\n`));
    };
    response.write("User-agent: *\nDisallow: /private\n");
    response.on("drain", more);
    return more();
  });
  const options = { directory: temporary.path("out"), robots: true, maxBody: 1000 };
  const { pages } = await collectAll(options, [site.url("/"), site.url("/private")]);
  const forbidden = pages.filter(({ error }) => error?.code === "ERR_BAEDAL_ROBOTS");
  expect([pages.length, ...forbidden.map(({ url }) => url)]).toEqual([2, site.url("/private")]);
  expect(site.count("/robots.txt")).toBe(1);
});

test("Crawl-delay holds between the requests", async () => {
  await run(
    async () => {
      const { site } = await crawl(
        { "/robots.txt": "user-agent: *\ncrawl-delay: 10", "/": link("/1", "/2"), "/1": "", "/2": "" },
        { robots: true },
      );
      expect(site.times).toEqual([0, 10_000, 20_000, 30_000]);
    },
    { clock: new VirtualClock() },
  );
});

test("a budget of pages is never exceeded, redirects do not count, and a rerun has its own", async () => {
  using temporary = new Temporary();
  const pages: Pages = { "/": link(...Array.from({ length: 40 }, (_, index) => `/r/${index}`)) };
  for (let index = 0; index < 40; index += 1) {
    pages[`/r/${index}`] = [`/p/${index}`];
    pages[`/p/${index}`] = "page";
  }
  await using site = await siteOf(pages);
  const options = { directory: temporary.path("out"), follow: true, robots: false, maxPages: 11 };
  const { summary } = await collectAll(options, [site.url("/")]);
  expect(summary).toMatchObject({ ending: "max-pages", exitCode: 3, finished: 11, done: 11 });
  expect(site.asked.filter((path) => !path.startsWith("/p/"))).toHaveLength(11);
  expect((await collectAll(options)).summary).toMatchObject({ finished: 11, done: 22, exitCode: 3 });
  expect((await collectAll({ ...options, maxPages: 19 })).summary).toMatchObject({
    done: 41,
    queued: 0,
    exitCode: 0,
    ending: "done",
  });
  expect(new Set(site.asked).size).toBe(site.asked.length);
});

test("a budget of bytes is never exceeded, and what does not fit stays queued", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response) => response.end("x".repeat(1000)));
  const urls = Array.from({ length: 20 }, (_, index) => site.url(`/${index}`));
  const { summary } = await collectAll({ directory: temporary.path("out"), maxBytes: 5500, perHost: 2 }, urls);
  expect(summary).toMatchObject({ ending: "max-bytes", exitCode: 3, bytes: 5000, done: 5, queued: 15, failed: 0 });
});

test("a budget of time ends the run, and what was in flight stays queued", async () => {
  using temporary = new Temporary();
  await using site = await Site.open(() => {});
  const { summary } = await collectAll({ directory: temporary.path("out"), maxTime: "150ms" }, [site.url("/")]);
  expect(summary).toMatchObject({ ending: "max-time", exitCode: 3, queued: 1 });
  expect(summary.elapsed).toBeLessThan(5000);
});

test("an interrupted crawl goes on within its scope without being given the start URLs again", async () => {
  using temporary = new Temporary();
  await using site = await siteOf({
    "/": link("/1", "http://elsewhere.invalid/"),
    "/1": link("/2"),
    "/2": link("http://elsewhere.invalid/2"),
  });
  const options = { directory: temporary.path("out"), follow: true, robots: false };
  await collectAll({ ...options, maxPages: 1 }, [site.url("/")]);
  await collectAll(options);
  expect(site.asked).toEqual(["/", "/1", "/2"]);
  expect(readStatus(options.directory)).toMatchObject({ queued: 0, done: 3, failed: 0 });
});

test("what was collected by following links is not gone on with without it, and nothing is fetched or lost", async () => {
  using temporary = new Temporary();
  await using site = await siteOf({
    "/": link("/1", "/broken"),
    "/1": link("/2"),
    "/2": "",
    "/broken": 500,
    "/list": "",
  });
  const directory = temporary.path("out");
  const following = { directory, follow: true, robots: false };
  await collectAll({ ...following, maxPages: 1 }, [site.url("/")]);
  await expect(collectAll({ directory })).rejects.toMatchObject({
    code: "ERR_BAEDAL_OPTION",
    exitCode: 2,
    message: expect.stringContaining("set follow (--follow) again"),
  });
  expect(site.asked).toEqual(["/"]);
  expect((await collectAll(following)).summary).toMatchObject({ done: 3, failed: 1, queued: 0 });
  for (const again of [{ retryFailed: true }, { refresh: true }]) {
    await expect(collectAll({ directory, ...again })).rejects.toMatchObject({ code: "ERR_BAEDAL_OPTION" });
  }
  // A list beside it is a matter of its own, and so is going on with that.
  await collectAll({ directory, maxPages: 0 }, [site.url("/list")]);
  expect((await collectAll({ directory })).summary).toMatchObject({ done: 4, queued: 0 });
});

test("scopes know hosts, registrable domains and prefixes", () => {
  const scope = (name: "host" | "domain" | "prefix", start: string): Scope => {
    const made = new Scope(name);
    made.addStart(start);
    return made;
  };
  const host = scope("host", "http://www.example.co.uk/a/b");
  expect(
    ["https://www.example.co.uk/", "http://www.example.co.uk:81/", "http://example.co.uk/"].map((url) => host.has(url)),
  ).toEqual([true, false, false]);
  const domain = scope("domain", "http://www.example.co.uk/");
  expect(["http://blog.example.co.uk:81/", "http://other.co.uk/"].map((url) => domain.has(url))).toEqual([true, false]);
  const address = scope("domain", "http://127.0.0.1:8080/");
  expect(["http://127.0.0.1:9/", "http://127.0.0.2/"].map((url) => address.has(url))).toEqual([true, false]);
  const prefix = scope("prefix", "http://a/x/y?q=/z/");
  expect(["http://a/x/z", "https://a/x/", "http://a/x", "http://b/x/z"].map((url) => prefix.has(url))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test.each([
  ["http://a/*", "http://a/x", true],
  ["http://a/*", "http://a/x/y", false],
  ["http://a/**", "http://a/x/y", true],
  ["**/x.html?q=*", "http://a/b/x.html?q=1", true],
  ["http://a/x", "http://a/xy", false],
  ["/x$/", "http://a/x", true],
  ["/X$/i", "http://a/x", true],
])("the pattern %s on %s: %s", (pattern, url, expected) => {
  expect(urlPattern(pattern, "include")(url)).toBe(expected);
});

test("a pattern that cannot be read names its option", () => {
  expect(() => urlPattern("/(/", "exclude")).toThrow("exclude cannot be read");
});

test.each([
  ["127.0.0.1:80", true],
  ["10.1.2.3", true],
  ["[::1]:80", true],
  ["[::ffff:7f00:1]", true],
  ["[fe80::1]", true],
  ["localhost:3000", true],
  ["a.localhost", true],
  ["172.32.0.1", false],
  ["example.com", false],
  ["[2001:db8::1]", false],
])("%s is private: %s", (host, expected) => {
  expect(isPrivateHost(host)).toBe(expected);
});

test("reads links of markup that is not well-formed", async () => {
  const { hrefs } = await extractLinks('<A HREF=one>x<a href="two&amp;x=1" <b><a href=\'three\'><a href="four');
  expect(hrefs.slice(0, 3)).toEqual(["one", "two&x=1", "three"]);
});

test("finds the same links however a page is cut into slices", async () => {
  const html = `<title>&lt;a href="/no"></title><!-- <a href="/no"> --><BASE href='/b/'><a title="a>b" href="/1?a=1&amp;b&#50;">
    <script>"<a href='/no'>"</script><a href=/2 href=/no><meta name=robots content="noindex, nofollow"><area href = "/3"><a href="/4`;
  const whole = await extractLinks(html);
  expect(whole).toMatchObject({ hrefs: ["/1?a=1&b2", "/2", "/3"], base: "/b/", nofollow: true });
  for (let size = 1; size <= html.length; size += 1) {
    const { hrefs, base, nofollow } = await extractLinks(html, size);
    expect([size, hrefs, base, nofollow]).toEqual([size, whole.hrefs, whole.base, whole.nofollow]);
  }
});

test("a robots.txt that asks for a rest is asked for again, and nothing else meanwhile", async () => {
  using temporary = new Temporary();
  await run(
    async () => {
      await using site = await Site.open((_request, response, path) => {
        if (path !== "/robots.txt") return response.end("page");
        const rests = site.count(path) === 1;
        return response
          .writeHead(rests ? 503 : 200, rests ? { "retry-after": "100" } : {})
          .end("user-agent: *\ndisallow: /no");
      });
      const urls = ["/yes", "/no"].map((path) => site.url(path));
      await collectAll({ directory: temporary.path("out"), robots: true }, urls);
      expect(site.asked).toEqual(["/robots.txt", "/robots.txt", "/yes"]);
      expect(site.times.slice(0, 2)).toEqual([0, 100_000]);
    },
    { clock: new VirtualClock() },
  );
});

test("a robots.txt that asks for a longer rest than is waited for fails everything", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response) => response.writeHead(429, { "retry-after": "7200" }).end());
  const { pages } = await collectAll({ directory: temporary.path("out"), robots: true }, [site.url("/a")]);
  expect(site.asked).toEqual(["/robots.txt"]);
  expect(pages[0]?.error).toEqual({
    code: "ERR_BAEDAL_RATE_LIMITED",
    message: `127.0.0.1:${site.port} did not give its robots.txt and asked to wait 7200 s, longer than maxRetryAfter allows`,
  });
});

test("a robots.txt that lies elsewhere is fetched at the pace of its host", async () => {
  using temporary = new Temporary();
  await run(
    async () => {
      await using other = await Site.open((_request, response) => response.end("user-agent: *\ndisallow: /no"));
      await using site = await Site.open((_request, response, path) => {
        if (path === "/robots.txt") response.writeHead(302, { location: other.url("/robots.txt") }).end();
        else response.end("page");
      });
      const options = { directory: temporary.path("out"), robots: true, delay: "30s", allowPrivate: true } as const;
      await collectAll(options, [other.url("/yes"), site.url("/no"), site.url("/yes")]);
      expect(site.asked).toEqual(["/robots.txt", "/yes"]);
      expect(other.times).toEqual(other.times.map((_time, nth) => nth * 30_000));
      expect(other.times.length).toBeGreaterThan(1);
    },
    { clock: new VirtualClock() },
  );
});
