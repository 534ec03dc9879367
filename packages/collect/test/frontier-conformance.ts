import { expect, test } from "vitest";
import type { Completion, Frontier, FrontierEntry, PageOutcome } from "../dist/frontier.js";

/** A frontier to be tried, empty; `reopen` ends it as a crash would and gives what comes after. */
export interface FrontierUnderTest extends AsyncDisposable {
  readonly frontier: Frontier;
}

export function entry(url: string, depth = 0): FrontierEntry {
  return { url, depth, origin: depth === 0 ? "given" : "link" };
}

export function finished(
  id: number,
  links: readonly FrontierEntry[] = [],
  outcome: Partial<PageOutcome> = {},
): Completion {
  return {
    kind: "finished",
    id,
    links,
    outcome: {
      failed: false,
      finalUrl: null,
      status: 200,
      hops: null,
      startedAt: 1,
      fetchedAt: 2,
      attempts: 1,
      timings: null,
      body: null,
      errorCode: null,
      errorMessage: null,
      data: null,
      ...outcome,
    },
  };
}

/** What every frontier must do, whatever it is built on. */
export function conformsToFrontier(open: () => Promise<FrontierUnderTest>): void {
  test("queues a URL once however often it is added", async () => {
    await using under = await open();
    const { frontier } = under;
    const first = await frontier.add([entry("http://a/1"), entry("http://a/1"), entry("http://b/1")]);
    expect(first).toEqual({
      added: 2,
      known: 1,
      queuedByHost: new Map([
        ["a", 1],
        ["b", 1],
      ]),
    });
    const second = await frontier.add([entry("http://a/1"), entry("http://a/2")]);
    expect(second).toMatchObject({ added: 1, known: 1 });
    expect(await frontier.statistics()).toEqual({ queued: 3, done: 0, failed: 0, hosts: 2 });
  });

  test("hands a page out once while it is leased, and never a finished one", async () => {
    await using under = await open();
    const { frontier } = under;
    await frontier.add([entry("http://a/1"), entry("http://a/2"), entry("http://a/3")]);
    const [lease] = await frontier.lease({ newHosts: 5, window: 2, more: [] });
    expect(lease).toMatchObject({ host: "a", start: true, left: 1 });
    expect(lease?.pages.map(({ url }) => url)).toEqual(["http://a/1", "http://a/2"]);
    expect(await frontier.lease({ newHosts: 5, window: 2, more: [] })).toEqual([]);
    const [more] = await frontier.lease({ newHosts: 0, window: 2, more: [{ host: "a", count: 5 }] });
    expect(more?.pages.map(({ url }) => url)).toEqual(["http://a/3"]);
    await frontier.complete((lease?.pages ?? []).map(({ id }) => finished(id)));
    await frontier.release([{ host: "a", notBefore: 0 }]);
    const [again] = await frontier.lease({ newHosts: 5, window: 5, more: [] });
    expect(again?.pages.map(({ url }) => url)).toEqual(["http://a/3"]);
  });

  test("hands out the pages of a host breadth first, then in order of entry", async () => {
    await using under = await open();
    const { frontier } = under;
    await frontier.add([
      entry("http://a/deep", 2),
      entry("http://a/1", 1),
      entry("http://a/0"),
      entry("http://a/2", 1),
    ]);
    const [lease] = await frontier.lease({ newHosts: 1, window: 9, more: [] });
    expect(lease?.pages.map(({ url }) => url)).toEqual(["http://a/0", "http://a/1", "http://a/2", "http://a/deep"]);
  });

  test("a host that was given back with a time comes after those that may be asked sooner", async () => {
    await using under = await open();
    const { frontier } = under;
    await frontier.add([entry("http://a/1"), entry("http://b/1"), entry("http://c/1")]);
    await frontier.lease({ newHosts: 1, window: 1, more: [] });
    await frontier.release([{ host: "a", notBefore: 5000 }]);
    const leases = await frontier.lease({ newHosts: 3, window: 1, more: [] });
    expect(leases.map(({ host, notBefore }) => [host, notBefore])).toEqual([
      ["b", 0],
      ["c", 0],
      ["a", 5000],
    ]);
  });

  test("queues the links of a page with its completion, and counts one completion of a page only", async () => {
    await using under = await open();
    const { frontier } = under;
    await frontier.add([entry("http://a/1")]);
    const [lease] = await frontier.lease({ newHosts: 1, window: 1, more: [] });
    const id = lease?.pages[0]?.id ?? 0;
    const links = [entry("http://a/2", 1), entry("http://b/1", 1), entry("http://a/1", 1)];
    expect(await frontier.complete([finished(id, links)])).toMatchObject({ added: 2, known: 1 });
    expect(await frontier.complete([finished(id, links, { failed: true })])).toMatchObject({ added: 0 });
    expect(await frontier.statistics()).toEqual({ queued: 2, done: 1, failed: 0, hosts: 2 });
    const [more] = await frontier.lease({ newHosts: 0, window: 1, more: [{ host: "a", count: 1 }] });
    expect(more?.pages).toMatchObject([{ url: "http://a/2", depth: 1, origin: "link" }]);
  });

  test("a page that is returned is handed out again, with its attempts", async () => {
    await using under = await open();
    const { frontier } = under;
    await frontier.add([entry("http://a/1")]);
    const [lease] = await frontier.lease({ newHosts: 1, window: 1, more: [] });
    await frontier.complete([{ kind: "returned", id: lease?.pages[0]?.id ?? 0, attempts: 2 }]);
    const [again] = await frontier.lease({ newHosts: 0, window: 1, more: [{ host: "a", count: 1 }] });
    expect(again?.pages).toMatchObject([{ url: "http://a/1", attempts: 2 }]);
  });

  test("a host that is given back takes its pages along, with their attempts", async () => {
    await using under = await open();
    const { frontier } = under;
    await frontier.add([entry("http://a/1"), entry("http://a/2")]);
    const [lease] = await frontier.lease({ newHosts: 1, window: 2, more: [] });
    const attempts = [{ id: lease?.pages[0]?.id ?? 0, attempts: 3 }];
    await frontier.release([{ host: "a", notBefore: 7, attempts }]);
    const [again] = await frontier.lease({ newHosts: 1, window: 2, more: [] });
    expect(again).toMatchObject({ notBefore: 7, pages: [{ attempts: 3 }, { attempts: 0 }] });
  });

  test("a link that is later given by hand counts as given", async () => {
    await using under = await open();
    const { frontier } = under;
    await frontier.add([entry("http://a/1", 3)]);
    await frontier.add([entry("http://a/1")]);
    const [lease] = await frontier.lease({ newHosts: 1, window: 1, more: [] });
    expect(lease).toMatchObject({ start: true, pages: [{ origin: "given", depth: 0 }] });
  });
}
