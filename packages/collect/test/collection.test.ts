import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { Readable } from "node:stream";
import {
  type BadLine,
  Collection,
  exportCollection,
  type Page,
  readReport,
  readStatus,
  records,
} from "@baedal/collect";
import { createTask, run, sleep } from "baedal";
import { VirtualClock } from "baedal/testing";
import { expect, test } from "vitest";
import { collectAll } from "./collect-all.ts";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

const paths = (count: number): string[] => Array.from({ length: count }, (_, index) => `/p/${index}`);

test("an array with a bad URL is refused whole, before anything is fetched", async () => {
  using temporary = new Temporary();
  const job = new Collection({ directory: temporary.path("out") });
  expect(() => job.add(["http://127.0.0.1:9/", "nonsense"])).toThrow('Cannot collect "nonsense"');
  expect(await Array.fromAsync(job.run())).toEqual([]);
});

test("a list that cannot be read ends the run before anything is fetched", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  for (const [list, why] of [
    ["missing.txt", "there is no such file"],
    [".", "it is a directory"],
  ] as const) {
    const job = new Collection({ directory: temporary.path("out") });
    job.add([site.url("/a")]);
    job.addList(temporary.path(list));
    await expect(Array.fromAsync(job.run())).rejects.toMatchObject({
      code: "ERR_BAEDAL_LIST",
      exitCode: 2,
      message: expect.stringContaining(why),
    });
  }
  expect(site.asked).toEqual([]);
});

test("a bad line is named by its number, the rest is collected, and the run ends with 1", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  writeFileSync(temporary.path("urls.txt"), `\uFEFF${site.url("/a")}\r\n# note\r\n\r\nnot a url\r\n${site.url("/b")}`);
  const job = new Collection({ directory: temporary.path("out") });
  const bad: BadLine[] = [];
  job.onBadLine((line) => bad.push(line));
  job.addList(temporary.path("urls.txt"));
  job.addList(Readable.from([Buffer.from(`${site.url("/c")}\n`)]));
  await Array.fromAsync(job.run());
  expect(bad).toMatchObject([{ list: temporary.path("urls.txt"), number: 4, text: "not a url" }]);
  expect(site.asked.toSorted()).toEqual(["/a", "/b", "/c"]);
  expect(job.summary).toMatchObject({ exitCode: 1, badLines: 1, done: 3, failed: 0 });
});

test("a refused connection, an unknown host and a status of 400 or more are failures with their codes", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) =>
    response.writeHead(Number(path.slice(1))).end("sorry"),
  );
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as { port: number };
  await new Promise((resolve) => closed.close(resolve));
  const urls = [
    `http://127.0.0.1:${port}/`,
    "http://nowhere.invalid/",
    site.url("/404"),
    site.url("/500"),
    site.url("/200"),
  ];
  const { summary } = await collectAll({ directory: temporary.path("out"), retries: 0 }, urls);
  expect([...records(temporary.path("out"))].map(({ status, error }) => [status, error?.code])).toEqual([
    [null, "ERR_BAEDAL_CONNECT"],
    [null, "ERR_BAEDAL_CONNECT"],
    [404, "ERR_BAEDAL_STATUS"],
    [500, "ERR_BAEDAL_STATUS"],
    [200, undefined],
  ]);
  expect(summary).toMatchObject({ done: 1, failed: 4, exitCode: 1 });
  expect(readStatus(temporary.path("out"))).toMatchObject({
    errors: [
      { code: "ERR_BAEDAL_CONNECT", count: 2, failed: 2 },
      { code: "ERR_BAEDAL_STATUS", count: 2, failed: 2 },
    ],
  });
});

test("a body that never ends is cut by the timeout and by the size, and only the timeout is tried again", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    response.write("x".repeat(5000));
    if (path === "/large") response.end("x".repeat(5000));
    if (path === "/cut") setTimeout(() => response.destroy(), 20);
  });
  const directory = temporary.path("out");
  const options = { directory, timeout: 200, retries: 1, maxBody: 8000 };
  const urls = ["/drip", "/large", "/cut"].map((path) => site.url(path));
  const { pages } = await collectAll(options, urls);
  const found = [...records(directory)];
  expect(found.map(({ error, attempts }) => [error?.code, attempts])).toEqual([
    ["ERR_BAEDAL_TIMEOUT", 2],
    ["ERR_BAEDAL_MAX_BODY", 1],
    ["ERR_BAEDAL_BODY", 2],
  ]);
  // What had come is kept: the status and the headers, but no half of a body.
  for (const { status, headers, bytes, finalUrl, url } of found) {
    expect({ status, bytes, finalUrl }).toEqual({ status: 200, bytes: null, finalUrl: url });
    expect(headers).toMatchObject({ "transfer-encoding": "chunked" });
  }
  expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
  const archive = temporary.path("pages.warc");
  await exportCollection(directory, { format: "warc", output: archive });
  const truncated = [...readFileSync(archive, "latin1").matchAll(/^WARC-Truncated: (\w+)/gm)].map(([, why]) => why);
  expect(truncated).toEqual(["time", "length", "disconnect"]);
});

test("yields each page once, after it is on disk", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  const job = new Collection({ directory: temporary.path("out") });
  const urls = paths(40).map((path) => site.url(path));
  job.add([...urls, ...urls]);
  const seen: string[] = [];
  for await (const page of job.run()) {
    seen.push(page.url);
    expect([...job.records()].some(({ url }) => url === page.url)).toBe(true);
    expect(await page.text()).toBe(`page ${new URL(page.url).pathname}`);
  }
  expect(seen.toSorted()).toEqual(urls.toSorted());
  expect(site.asked).toHaveLength(40);
});

test("a record says all that is kept", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    if (path === "/from") return response.writeHead(302, { location: "/to?x=%7e#part" }).end();
    return response
      .writeHead(200, ["Content-Type", "text/plain", "Set-Cookie", "a=1", "Set-Cookie", "b=2"])
      .end("bowl");
  });
  await collectAll({ directory: temporary.path("out") }, [site.url("/from")]);
  const [record] = [...records(temporary.path("out"), { body: true })];
  expect(record).toMatchObject({
    url: site.url("/from"),
    finalUrl: site.url("/to?x=~"),
    status: 200,
    headers: { "content-type": "text/plain", "set-cookie": ["a=1", "b=2"] },
    fetchedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    attempts: 1,
    bytes: 4,
    sha256: createHash("sha256").update("bowl").digest("hex"),
    error: null,
    depth: 0,
    referrer: null,
    data: null,
    body: "bowl",
  });
  const order = Object.values(record?.timings ?? {}).filter((time) => time !== null);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test("the time that redirects take counts as waiting for the answer, not as queueing", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    if (path === "/page") response.end("page");
    else setTimeout(() => response.writeHead(302, { location: "/page" }).end(), 100);
  });
  await collectAll({ directory: temporary.path("out") }, [site.url("/old")]);
  const [row] = readReport(temporary.path("out")).rows;
  const { queued, sent, firstByte, done } = row?.timings ?? {};
  // Until it was sent, everything is the first request's; timers may fire a millisecond early.
  expect(Number(firstByte) - Number(sent)).toBeGreaterThanOrEqual(99);
  expect(queued).toBeLessThanOrEqual(Number(sent));
  expect(done).toBeGreaterThanOrEqual(Number(firstByte));
});

test("ten redirects are followed and the eleventh is one too many", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    const left = Number(path.slice(1));
    if (left === 0) response.end("there");
    else response.writeHead(302, { location: `/${left - 1}` }).end();
  });
  await collectAll({ directory: temporary.path("out") }, [site.url("/10"), site.url("/11")]);
  expect([...records(temporary.path("out"))].map(({ status, error }) => [status, error?.code ?? null])).toEqual([
    [200, null],
    [302, "ERR_BAEDAL_TOO_MANY_REDIRECTS"],
  ]);
});

test("a redirect to what is no http URL fails and says so", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response) =>
    response.writeHead(302, { location: "file:///etc/passwd" }).end(),
  );
  await collectAll({ directory: temporary.path("out") }, [site.url("/")]);
  expect([...records(temporary.path("out"))]).toMatchObject([
    { status: 302, error: { code: "ERR_BAEDAL_PROTOCOL", message: expect.stringContaining("only http and https") } },
  ]);
});

test("a status that may pass is tried again, as often as allowed", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    const tries = site.count(path);
    response.writeHead(path === "/dead" || tries < 3 ? 502 : 200).end();
  });
  await collectAll({ directory: temporary.path("out"), retries: 2 }, [site.url("/dead"), site.url("/sick")]);
  expect([...records(temporary.path("out"))].map(({ status, attempts }) => [status, attempts])).toEqual([
    [502, 3],
    [200, 3],
  ]);
});

test("a 429 rests the whole host and uses up no retry", async () => {
  using temporary = new Temporary();
  await run(
    async () => {
      await using site = await Site.open((_request, response) =>
        site.asked.length > 1 ? response.end("ok") : response.writeHead(429, { "retry-after": "60" }).end(),
      );
      const { summary } = await collectAll(
        { directory: temporary.path("out"), retries: 0, perHost: 1 },
        paths(3).map((path) => site.url(path)),
      );
      expect(summary).toMatchObject({ done: 3, failed: 0 });
      expect(site.times).toEqual([0, 60_000, 60_000, 60_000]);
    },
    { clock: new VirtualClock() },
  );
});

test("a host that asks for a longer rest than allowed, or for too many, fails the URL", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    response.writeHead(path === "/long" ? 503 : 429, { "retry-after": path === "/long" ? "601" : "0" }).end();
  });
  await collectAll({ directory: temporary.path("out") }, [site.url("/long"), site.url("/often")]);
  const all = [...records(temporary.path("out"))];
  expect(all.map(({ error }) => error?.code)).toEqual(["ERR_BAEDAL_RATE_LIMITED", "ERR_BAEDAL_RATE_LIMITED"]);
  expect(all[0]?.attempts).toBe(1);
  expect(site.count("/often")).toBe(11);
});

test("never has more requests in flight than allowed, in all, of one host, and one after another", async () => {
  using temporary = new Temporary();
  const slowly = (_request: unknown, response: { end(body: string): void }): void =>
    void setTimeout(() => response.end("ok"), 20);
  await using a = await Site.open(slowly);
  await using b = await Site.open(slowly);
  const urls = paths(20).flatMap((path) => [a.url(path), b.url(path)]);
  await collectAll({ directory: temporary.path("out"), concurrency: 5, perHost: 3 }, urls);
  expect([a.mostInFlight, b.mostInFlight]).toEqual([3, 3]);
  const options = { directory: temporary.path("sequential"), sequential: true };
  const { summary } = await collectAll(options, urls.slice(0, 6));
  expect(summary.elapsed).toBeGreaterThan(6 * 19);
});

test("keeps the time between the requests to one host", async () => {
  using temporary = new Temporary();
  await run(
    async () => {
      await using site = await Site.open();
      await collectAll(
        { directory: temporary.path("out"), delay: "60s" },
        paths(4).map((path) => site.url(path)),
      );
      expect(site.times).toEqual([0, 60_000, 120_000, 180_000]);
    },
    { clock: new VirtualClock() },
  );
});

test("finished pages are left alone by a rerun, failed ones too, unless it is told otherwise", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) =>
    response.writeHead(path === "/bad" ? 500 : 200).end("x"),
  );
  const directory = temporary.path("out");
  const urls = [site.url("/good"), site.url("/bad")];
  await collectAll({ directory, retries: 0 }, urls);
  const again = await collectAll({ directory, retries: 0 }, [...urls, site.url("/new")]);
  expect(again.pages.map(({ url }) => url)).toEqual([site.url("/new")]);
  expect(again.summary).toMatchObject({ done: 2, failed: 1, exitCode: 1 });
  await collectAll({ directory, retries: 0, retryFailed: true });
  expect([site.count("/good"), site.count("/bad"), site.count("/new")]).toEqual([1, 2, 1]);
  expect([...records(directory)]).toHaveLength(3);
});

test("leaving the loop stops the run, and what was not fetched stays queued", async () => {
  using temporary = new Temporary();
  const left = Promise.withResolvers<void>();
  await using site = await Site.open(async (_request, response) => {
    if (site.asked.length > 10) await left.promise;
    response.end("page");
  });
  const directory = temporary.path("out");
  const job = new Collection({ directory, concurrency: 2 });
  job.add(paths(500).map((path) => site.url(path)));
  for await (const page of job.run()) {
    expect(page.status).toBe(200);
    left.resolve();
    break;
  }
  expect(job.summary?.ending).toBe("stopped");
  const { queued, done } = readStatus(directory);
  expect(queued).toBeGreaterThanOrEqual(500 - 12); // two may have been under way
  expect(done).toBe(500 - queued);
  expect(site.asked).toHaveLength(done);
  await collectAll({ directory });
  expect(new Set(site.asked).size).toBe(500);
  expect(site.asked).toHaveLength(500);
  expect([...records(directory)]).toHaveLength(500);
});

test("a stop lets requests in flight finish, and a second one cuts them, which go back to the queue", async () => {
  using temporary = new Temporary();
  const release = Promise.withResolvers<void>();
  await using site = await Site.open((_request, response, path) => {
    if (path === "/slow") void release.promise.then(() => response.end("late"));
  });
  const directory = temporary.path("out");
  await run(async () => {
    const job = new Collection({ directory });
    job.add([site.url("/slow"), site.url("/never")]);
    const pages: Page[] = [];
    const loop = createTask(async () => {
      for await (const page of job.run()) pages.push(page);
    });
    while (site.asked.length < 2) await sleep(5);
    job.stop();
    expect(job.progress()).toMatchObject({ phase: "stopping", inFlight: 2 });
    release.resolve();
    while (pages.length < 1) await sleep(5);
    job.stop();
    await loop;
    expect(pages.map(({ url }) => url)).toEqual([site.url("/slow")]);
  });
  expect(readStatus(directory)).toMatchObject({ queued: 1, done: 1, failed: 0 });
});

test("cancelling the task around the loop stops the run and leaves a store that goes on", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    if (path !== "/p/0") setTimeout(() => response.end("x"), 20);
  });
  const directory = temporary.path("out");
  await run(async () => {
    const job = new Collection({ directory, concurrency: 4 });
    job.add(paths(60).map((path) => site.url(path)));
    const loop = createTask(async () => {
      for await (const page of job.run()) expect(page.status).toBe(200);
    });
    while (site.asked.length < 8) await sleep(5);
    loop.cancel();
    while (site.inFlight > 1) await sleep(5); // what never answers is left
    loop.cancel();
    await expect(loop).rejects.toMatchObject({ code: "ERR_BAEDAL_CANCELLED" });
    expect(readStatus(directory).owner).toBeUndefined();
  });
  const { queued, done, owner } = readStatus(directory);
  expect(owner).toBeUndefined();
  expect(queued + done).toBe(60);
  expect(queued).toBeGreaterThan(0);
});

test("URLs may be added while the run goes on, even after the last page", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  const job = new Collection({ directory: temporary.path("out") });
  job.add(site.url("/3"));
  for await (const page of job.run()) {
    const left = Number(new URL(page.url).pathname.slice(1));
    if (left > 0) job.add(site.url(`/${left - 1}`));
  }
  expect(site.asked).toEqual(["/3", "/2", "/1", "/0"]);
});

test("a slow reader slows the fetching", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response) => void setTimeout(() => response.end("x"), 5));
  const job = new Collection({ directory: temporary.path("out"), concurrency: 4, perHost: 4 });
  job.add(paths(200).map((path) => site.url(path)));
  const pages = job.run();
  await pages.next();
  // Nobody reads on: the fetching comes to rest by itself.
  let before = -1;
  while (before !== site.asked.length) {
    before = site.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(before).toBeLessThan(40);
  expect(await Array.fromAsync(pages)).toHaveLength(199);
});

test("a report's rows begin where the run began, and later runs follow at once", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  const directory = temporary.path("out");
  await collectAll({ directory }, [site.url("/a")]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await collectAll({ directory }, [site.url("/b")]);
  const report = readReport(directory);
  const rows = [...report.rows];
  expect(report.finished).toBe(true);
  expect(rows).toMatchObject([
    { url: site.url("/a"), host: `127.0.0.1:${site.port}`, status: 200, bytes: 7, attempts: 1, error: null },
    {},
  ]);
  const [first, second] = rows.map(({ startedMs }) => startedMs);
  expect(first).toBeGreaterThanOrEqual(0);
  expect(second).toBeGreaterThan(first ?? 0);
  expect(second).toBeLessThan(report.durationMs);
});

test("progress adds up", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) =>
    response.writeHead(path === "/p/3" ? 404 : 200).end("12345"),
  );
  const job = new Collection({ directory: temporary.path("out") });
  expect(job.progress()).toMatchObject({ phase: "idle", total: 0 });
  job.add(paths(10).map((path) => site.url(path)));
  let seen = 0;
  for await (const _page of job.run()) {
    seen += 1;
    const { total, queued, done, failed } = job.progress();
    expect(queued + done + failed).toBe(total);
    if (seen < 10) continue;
    expect(job.progress()).toMatchObject({
      phase: "running",
      total: 10,
      queued: 0,
      done: 9,
      failed: 1,
      finished: 10,
      bytes: 50,
      inFlight: 0,
      errors: [{ code: "ERR_BAEDAL_STATUS", count: 1 }],
      hosts: [{ host: `127.0.0.1:${site.port}`, done: 9, failed: 1, bytes: 50, inFlight: 0, queued: 0, resting: 0 }],
    });
  }
  expect(seen).toBe(10);
});
