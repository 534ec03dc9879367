import { createHash } from "node:crypto";
import { renderCollectionReport, type CollectionReport } from "@baedal/inspect";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simulateCollection } from "./simulate-collection.ts";
import { anyRow, row, timings } from "./timings.ts";

const base: Omit<CollectionReport, "rows"> = {
  title: "Menus",
  startedAt: "2026-03-14T09:26:53.589Z",
  finished: true,
  durationMs: 1000,
};

/** What a reader without JavaScript gets: the text, without style and script. */
function textOf(page: string): string {
  const body = page.slice(page.indexOf("<body>")).replace(/<script>.*<\/script>/su, "");
  return body.replace(/<[^>]*>/gu, " ").replace(/\s+/gu, " ");
}

describe("renderCollectionReport", () => {
  it("renders a run without requests", () => {
    const page = renderCollectionReport({ ...base, durationMs: 0, rows: [] });
    expect(textOf(page)).toContain("No request was finished.");
    expect(textOf(page).match(/NaN|Infinity|undefined/u)).toBeNull();
  });

  it("says what happened in one sentence, and that the speed-up is an estimate", () => {
    const rows = Array.from({ length: 4 }, (_, index) =>
      row({ host: `h${index % 2}:80`, timings: timings({ queued: 0, sent: 1, firstByte: 400, done: 500 }) }),
    );
    expect(textOf(renderCollectionReport({ ...base, rows }))).toContain(
      "4 requests to 2 hosts in 1.00 s, an estimated 2.00 times as fast as one by one. None failed.",
    );
  });

  it("takes the speed-up from the comparison where there is one", () => {
    const comparison = { sequentialMs: 6_200, concurrentMs: 620, idealMs: 600 };
    const text = textOf(renderCollectionReport({ ...base, durationMs: 620, comparison, rows: [row({})] }));
    expect(text).toContain("10.0 times as fast as one by one");
    expect(text).toMatch(/One by one\s+measured\s+6\.20 s\s+Concurrent\s+measured\s+620 ms\s+Ideal.*600 ms/u);
  });

  it("marks a run that was cut short", () => {
    expect(textOf(renderCollectionReport({ ...base, finished: false, rows: [] }))).toContain("unfinished");
    expect(textOf(renderCollectionReport({ ...base, rows: [] }))).not.toContain("unfinished");
  });

  it("shows each request with all its figures, phases included, without JavaScript", () => {
    const one = row({
      url: "http://a.test/menu?x=1",
      finalUrl: "http://a.test/menu/",
      startedMs: 40,
      timings: timings({ queued: 12, dns: 15, connect: 25, sent: 26, firstByte: 426, done: 1426 }),
      bytes: 12_345,
      attempts: 2,
    });
    const text = textOf(renderCollectionReport({ ...base, rows: [one] }));
    expect(text).toMatch(/http:\/\/a\.test \/menu\?x=1 redirected to http:\/\/a\.test\/menu\/ 200 2 12,345 40 1,414/u);
    expect(text).toMatch(/12 3\.0 10 – 1\.0 400 1,000/u);
    expect(text).toContain("2 tries");
  });

  it("shows failures with code, message and place", () => {
    const error = { code: "ERR_BAEDAL_CONNECT", message: "Cannot connect to a.test: refused" };
    const rows = [row({ status: null, timings: timings({ queued: 1, done: 30 }), error })];
    const text = textOf(renderCollectionReport({ ...base, rows }));
    expect(text).toContain("1 failed.");
    expect(text).toMatch(/ERR_BAEDAL_CONNECT – 1 1 Cannot connect to a\.test: refused http:\/\/a\.test\//u);
    expect(text).toContain("× no answer");
  });

  it("says how many requests and hosts it folded, and counts all of them above", () => {
    const rows = simulateCollection({ requests: 500, hosts: 30, perHost: 4 }).rows;
    const page = renderCollectionReport({ ...base, rows, listedRequests: 100, listedHosts: 10 });
    expect(page.match(/<tr class="[a-z]*" data-host/gu)).toHaveLength(100);
    expect(textOf(page)).toContain("100 of 500 requests are listed");
    expect(textOf(page)).toContain("The 10 busiest of 30 hosts are listed");
    expect(textOf(page)).toContain("Requests 500 30 hosts");
  });

  it("stays small for a hundred thousand requests", () => {
    function* rows() {
      for (let index = 0; index < 100_000; index++) {
        yield row({ url: `http://a.test/${index}`, startedMs: index, timings: timings({ sent: 1, done: 30 }) });
      }
    }
    const page = renderCollectionReport({ ...base, durationMs: 100_030, rows: rows() });
    expect(page.length).toBeLessThan(3_000_000);
    expect(textOf(page)).toContain("100,000 requests to 1 host");
  });

  it("loads nothing and runs nothing but its own style and script, named by their hashes", () => {
    const page = renderCollectionReport({ ...base, rows: [row({})] });
    const hashOf = (tag: string): string => {
      const text = new RegExp(`<${tag}>(.*?)</${tag}>`, "su").exec(page)?.[1] ?? "";
      return `sha256-${createHash("sha256").update(text).digest("base64")}`;
    };
    expect(/Security-Policy" content="([^"]*)"/u.exec(page)?.[1]?.replaceAll("&#39;", "'")).toBe(
      `default-src 'none'; style-src '${hashOf("style")}'; script-src '${hashOf("script")}'; ` +
        `base-uri 'none'; form-action 'none'`,
    );
    const markup = page.replace(/<script>.*<\/script>/su, "");
    expect(markup.match(/<[^>]*\s(?:src|srcset|style|on[a-z]+)=[^>]*>|@import|url\((?!#)/u)).toBeNull();
    expect(page.match(/<(?:script|style|link|iframe|img|object)\b/gu)).toEqual(["<style", "<script"]);
  });

  it("lets no markup in, wherever it stands in the input", () => {
    const evil = `</script></style></title></textarea><script>alert(1)</script><img src=x onerror=alert(2)>"'`;
    const rows = [
      row({ url: evil, finalUrl: `${evil}2`, host: evil, error: { code: evil, message: evil } }),
      row({ url: `javascript:alert(1)//`, host: evil }),
    ];
    const facts = [{ label: evil, value: evil }];
    const page = renderCollectionReport({ ...base, title: evil, startedAt: evil, facts, rows });
    expect(page.match(/<(?:script|style|img)\b/gu)).toEqual(["<style", "<script"]);
    expect(page.match(/<\/(?:script|style|title|textarea)>/gu)).toEqual(["</title>", "</style>", "</script>"]);
    expect(page.match(/href="(?!#)/u)).toBeNull();
  });

  it("has the same tags whatever the texts", () => {
    const shape = (page: string): string[] => page.match(/<\/?[a-z][^\s>]*/giu) ?? [];
    const texts = fc.array(fc.string({ unit: "binary", minLength: 1 }), { minLength: 3, maxLength: 3 });
    const render = ([url, code, message]: readonly string[]): string => {
      const error = { code: code ?? "", message: message ?? "" };
      return renderCollectionReport({ ...base, rows: [row({ url: url ?? "", finalUrl: null, error })] });
    };
    const expected = shape(render(["x", "x", "x"]));
    fc.assert(
      fc.property(texts, (some) => {
        expect(shape(render(some))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it("survives rows that no collection would write", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 6 }), fc.double(), (rows, durationMs) => {
        const page = renderCollectionReport({ ...base, durationMs, rows });
        const drawn = page.slice(page.indexOf("<main>")).replace(/<script>.*/su, "");
        expect(drawn.match(/\s(?:x|width|viewBox|d)="[^"]*(?:NaN|Infinity|undefined|-\d)[^"]*"/u)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});
