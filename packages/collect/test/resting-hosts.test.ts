import { Collection, records } from "@baedal/collect";
import { expect, test } from "vitest";
import { collectAll } from "./collect-all.ts";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

test(
  "hosts that rest for long give their places to those that wait on disk, and keep their pages",
  { timeout: 60_000 },
  async () => {
    using temporary = new Temporary();
    // As a proxy it is every host at once.
    await using proxy = await Site.open((_request, response, url) => {
      if (new URL(url).hostname.startsWith("busy")) response.writeHead(429, { "retry-after": "300" }).end();
      else response.end("page");
    });
    const busy = Array.from({ length: 1100 }, (_, host) => `http://busy${host}.test/`);
    const quick = Array.from({ length: 50 }, (_, host) => `http://quick${host}.test/`);
    const job = new Collection({ directory: temporary.path("out"), proxy: proxy.url("/") });
    job.add([...busy, ...quick]);
    const collected: string[] = [];
    for await (const { url } of job.run()) {
      collected.push(url);
      if (collected.length === quick.length) break;
    }
    expect(collected.toSorted()).toEqual(quick.toSorted());
    expect(job.summary).toMatchObject({ queued: busy.length, failed: 0 });
    expect(new Set(proxy.asked).size).toBe(proxy.asked.length);
  },
);

test("a host that rests when a run is stopped is left alone by the next one, but not for longer than is allowed", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response, path) => {
    const first = site.count(path) === 1;
    response.writeHead(first ? 429 : 200, first ? { "retry-after": "300" } : {}).end();
    if (first) job.stop();
  });
  const directory = temporary.path("out");
  const job = new Collection({ directory });
  job.add(site.url("/"));
  await Array.fromAsync(job.run());
  const impatient = new Collection({ directory, maxTime: "200ms" });
  await Array.fromAsync(impatient.run());
  expect(impatient.summary).toMatchObject({ ending: "max-time", queued: 1 });
  expect(site.asked).toHaveLength(1);
  await collectAll({ directory, maxRetryAfter: "10ms" });
  expect([...records(directory)].map(({ status, attempts }) => [status, attempts])).toEqual([[200, 2]]);
});
