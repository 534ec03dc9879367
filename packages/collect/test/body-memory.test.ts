import { setImmediate } from "node:timers/promises";
import { BodyBudget } from "@baedal/http";
import { Collection } from "@baedal/collect";
import { afterEach, expect, test, vi } from "vitest";
import { collectAll } from "./collect-all.ts";
import { type Handler, Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

const MiB = 1024 ** 2;
const piece = Buffer.alloc(64 * 1024, "noodles ");

const endless: Handler = (_request, response) => {
  const go = (): void => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once("drain", go);
  };
  go();
};

/** The budgets that bodies were opened in from now on. */
function watchedBudgets(): () => BodyBudget[] {
  // What the types leave out is no part of what others may call; here it tells of the budget of a run.
  const inside = BodyBudget.prototype as unknown as { open(goOn: () => void): unknown };
  const open = vi.spyOn(inside, "open");
  return () => [...new Set(open.mock.contexts as BodyBudget[])];
}

afterEach(() => vi.restoreAllMocks());

test("bodies that never end hold no more than the memory of the run and one body, and each fails by its size", async () => {
  using temporary = new Temporary();
  await using site = await Site.open(endless);
  const budgets = watchedBudgets();
  const urls = Array.from({ length: 24 }, (_, index) => site.url(`/${index}`));
  const options = { directory: temporary.path("out"), maxBody: "8MiB", perHost: 24, retries: 0 } as const;
  let most = 0;
  const over = new AbortController();
  const watching = (async () => {
    for (; !over.signal.aborted; await setImmediate())
      for (const budget of budgets()) most = Math.max(most, budget.statistics().used);
  })();
  const { pages } = await collectAll(options, urls);
  over.abort();
  await watching;
  expect(pages.map(({ error }) => error?.message)).toEqual(
    urls.map(() => expect.stringMatching(/larger than maxBody/)),
  );
  // Of each socket one more piece may come after it was told to wait.
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(64 * MiB + 8 * MiB + 24 * 128 * 1024);
  expect(budgets().map((budget) => budget.statistics())).toEqual([{ used: 0, held: 0, waiting: 0 }]);
});

test("bodies of pages that nobody reads count, and those that are read do not", async () => {
  using temporary = new Temporary();
  await using site = await Site.open((_request, response) => response.end(Buffer.alloc(2 * MiB)));
  const budgets = watchedBudgets();
  const job = new Collection({ directory: temporary.path("out") });
  job.add(Array.from({ length: 4 }, (_, index) => site.url(`/${index}`)));
  const pages = job.run();
  await pages.next();
  while (job.progress().done < 4) await setImmediate();
  expect(budgets()[0]?.statistics().held).toBe(3 * 2 * MiB);
  for await (const page of pages) expect((await page.bytes()).length).toBe(2 * MiB);
  expect(budgets()[0]?.statistics().held).toBe(0);
});

test("large bodies that come together all arrive, whole", async () => {
  using temporary = new Temporary();
  const size = 6 * MiB + 7;
  await using site = await Site.open((_request, response) => response.end(Buffer.alloc(size, "x")));
  const urls = Array.from({ length: 20 }, (_, index) => site.url(`/${index}`));
  const { pages, summary } = await collectAll({ directory: temporary.path("out"), perHost: 20 }, urls);
  expect(summary).toMatchObject({ done: 20, failed: 0, bytes: 20 * size });
  expect(pages.every(({ attempts }) => attempts === 1)).toBe(true);
});
