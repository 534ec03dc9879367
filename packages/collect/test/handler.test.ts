import { writeFileSync } from "node:fs";
import { Collection, OptionError, type Page, records } from "@baedal/collect";
import { expect, test } from "vitest";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

/** A module whose handler says on which thread it ran, after it has computed for `ms` of processor time. */
const computing = (ms: number): string => `
  import { isMainThread } from "node:worker_threads";
  export async function handle(page) {
    const text = await page.text();
    const began = process.threadCpuUsage();
    const used = () => { const { user, system } = process.threadCpuUsage(began); return (user + system) / 1000; };
    while (used() < ${ms});
    return { data: { isMainThread, text, bytes: (await page.bytes()).length, depth: page.depth } };
  }`;

async function collectWith(
  handler: string,
  options: { readonly handlerThreads?: number; readonly concurrency?: number } = {},
): Promise<{ pages: Page[]; data: unknown[] }> {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=euc-kr" }).end(Buffer.from([0xb9, 0xe8, 0x20, 0x2f]));
  });
  const file = temporary.path("handler.mjs");
  writeFileSync(file, handler);
  const job = new Collection({ directory: temporary.path("out"), handler: file, ...options });
  job.add(Array.from({ length: 10 }, (_, index) => site.url(`/${index}`)));
  const pages = await Array.fromAsync(job.run());
  return { pages, data: [...records(temporary.path("out"))].map(({ data }) => data) };
}

test("a handler that computes moves to threads, and is given the same there", async () => {
  const { data } = await collectWith(computing(25), { concurrency: 1 });
  const same = { text: "배 /", bytes: 4, depth: 0 };
  const onMain = Array.from({ length: 3 }, () => ({ isMainThread: true, ...same }));
  const onThreads = Array.from({ length: 7 }, () => ({ isMainThread: false, ...same }));
  expect(data).toEqual([...onMain, ...onThreads]);
});

test("a handler that does not compute stays where it costs nothing, and any stays there with 0 threads", async () => {
  const quick = await collectWith(computing(0));
  expect(quick.data).toEqual(quick.data.map(() => expect.objectContaining({ isMainThread: true })));
  const kept = await collectWith(computing(25), { handlerThreads: 0 });
  expect(kept.data).toEqual(kept.data.map(() => expect.objectContaining({ isMainThread: true })));
});

test("a handler runs on threads from the first page on if it is told to", async () => {
  const { data } = await collectWith(computing(0), { handlerThreads: 2 });
  expect(data).toEqual(data.map(() => expect.objectContaining({ isMainThread: false })));
});

test.for([0, 2])("what a handler does wrong fails its page only, with %i threads", async (handlerThreads) => {
  const { pages } = await collectWith(
    `export function handle({ url }) {
       if (url.endsWith("/1")) throw new Error("no such thing");
       if (url.endsWith("/2")) return { data: 10n };
       if (url.endsWith("/3")) return { urls: 5 };
       if (url.endsWith("/4")) return "nonsense";
       if (url.endsWith("/5")) return null;
       if (url.endsWith("/6")) return { data: { at: new Date(0) }, urls: ["/10", "http://[nonsense"] };
     }`,
    { handlerThreads },
  );
  const errors = new Map(pages.map(({ url, error }) => [new URL(url).pathname, error]));
  expect(errors.size).toBe(11);
  const failed = ["/1", "/2", "/3", "/4"].map((path) => errors.get(path));
  expect(failed.map((error) => error?.code)).toEqual(failed.map(() => "ERR_BAEDAL_HANDLER"));
  expect(failed.map((error) => error?.message)).toEqual([
    "The handler failed: no such thing",
    expect.stringContaining("BigInt"),
    "The handler failed: urls must be an array of URLs",
    'The handler failed: handle must return { data, urls } or nothing, not "nonsense"',
  ]);
  expect([...errors.values()].filter((error) => error === null)).toHaveLength(7);
});

test("a thread that a handler ends is replaced", async () => {
  const { pages } = await collectWith(
    `export function handle({ url }) { if (url.endsWith("/3")) process.exit(7); return { data: url }; }`,
    { handlerThreads: 1 },
  );
  expect(pages.filter(({ error }) => error !== null).map(({ error }) => error?.message)).toEqual([
    expect.stringContaining("process.exit(7)"),
  ]);
});

test("a handler without an end is stopped with the run", async () => {
  using temporary = new Temporary();
  await using site = await Site.open();
  writeFileSync(
    temporary.path("endless.mjs"),
    'export function handle({ url }) { if (url.endsWith("/endless")) for (;;); }',
  );
  const handler = temporary.path("endless.mjs");
  const job = new Collection({ directory: temporary.path("out"), handler, handlerThreads: 1, concurrency: 1 });
  job.add([site.url("/1"), site.url("/endless")]);
  const paths: string[] = [];
  for await (const { url } of job.run()) {
    paths.push(new URL(url).pathname);
    job.stop({ immediately: true });
  }
  expect(paths).toEqual(["/1"]);
  expect(job.summary).toMatchObject({ ending: "stopped", queued: 1 });
});

test("a function cannot go to threads", () => {
  expect(() => new Collection({ directory: "out", handler: () => {}, handlerThreads: 1 })).toThrow(OptionError);
});
