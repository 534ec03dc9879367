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

  it("draws no bar for a run without requests, however long it took", () => {
    const page = renderCollectionReport({ ...base, rows: [] });
    expect(textOf(page)).toContain("nothing to compare");
    expect(page).not.toMatch(/<rect class="concurrent"/u);
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

  it("tells one time for each way where both were measured, in the headline, the figures and the bars", () => {
    const comparison = { sequentialMs: 12_400, concurrentMs: 2070, idealMs: 2000 };
    const rows = Array.from({ length: 6 }, () => row({ timings: timings({ sent: 1, firstByte: 2050, done: 2060 }) }));
    const text = textOf(renderCollectionReport({ ...base, durationMs: 2170, comparison, rows }));
    expect(text).toContain("6 requests to 1 host in 2.07 s, 5.99 times as fast as one by one (12.4 s).");
    expect(text).toContain(
      "Wall time 2.07 s longest request 2.06 s One by one 12.4 s measured Speed-up 5.99× measured",
    );
    expect(text).not.toContain("Sum of requests");
    expect(text).toMatch(/Ideal the slowest request alone, as the sites are set\s+2\.00 s/u);
  });

  it("calls the least of an estimate the longest request, which many requests at few places cannot reach", () => {
    const rows = Array.from({ length: 4 }, () => row({ timings: timings({ sent: 1, firstByte: 400, done: 500 }) }));
    const text = textOf(renderCollectionReport({ ...base, rows }));
    expect(text).toMatch(/Longest single request no run can be shorter\s+500 ms/u);
    expect(text).not.toContain("Ideal");
  });

  it.each([
    ["retries and their back-off", { durationMs: 500, attempts: 3 }, "No estimate: 8 retries and the back-off"],
    ["a delay between requests", { durationMs: 9000 }, "No estimate: the run took longer than all its requests"],
    ["failures only", { durationMs: 500, error: { code: "E", message: "m" } }, "No estimate: every request failed"],
    ["nothing sent", { durationMs: 500, timings: timings({}) }, "No request was sent, so there is nothing to compare"],
  ])("estimates no speed-up of a run with %s, and says why", (_, { durationMs, ...some }, why) => {
    const one = row({ timings: timings({ sent: 1, firstByte: 400, done: 500 }), ...some });
    const page = renderCollectionReport({ ...base, durationMs, rows: [one, one, one, one] });
    expect(textOf(page)).toContain(why);
    expect(textOf(page)).not.toMatch(/Speed-up|times as fast/u);
    expect(page).not.toMatch(/<rect class="(?:sequential|concurrent|ideal)"/u);
  });

  it.each([
    [10, true],
    [11, false],
  ])("takes few retries for an estimate: with %i in 200 requests it is %s", (retried, estimated) => {
    const rows = Array.from({ length: 200 }, (_, index) =>
      row({ attempts: index < retried ? 2 : 1, timings: timings({ sent: 1, firstByte: 400, done: 500 }) }),
    );
    const text = textOf(renderCollectionReport({ ...base, rows }));
    expect(text.includes("an estimated 100 times as fast")).toBe(estimated);
  });

  it("estimates where the comparison given holds no durations", () => {
    const comparison = { sequentialMs: NaN, concurrentMs: 0, idealMs: -1 };
    const page = renderCollectionReport({ ...base, comparison, rows: [] });
    expect(textOf(page)).toContain("No request was sent");
    expect(textOf(page).match(/NaN|Infinity/u)).toBeNull();
  });

  it("decodes UTF-8 in paths for reading and keeps the raw form in the title", () => {
    const url = "http://a.test/%EB%B0%B0%EB%8B%AC?q=%EA%B5%AD%2F%E2%80%AE";
    const page = renderCollectionReport({ ...base, rows: [row({ url, finalUrl: `${url}%20x` })] });
    expect(textOf(page)).toContain(
      "a.test /배달?q=국%2F%E2%80%AE redirected to http://a.test/배달?q=국%2F%E2%80%AE%20x",
    );
    expect(page).toContain(`<div class="line" title="${url}">`);
    expect(page).toContain(`title="${url}%20x"`);
  });

  it("does not say that nobody answered where a body was cut short", () => {
    const error = { code: "ERR_BAEDAL_BODY", message: "the connection was closed after 3 of 100 bytes" };
    const cut = row({ error, timings: timings({ sent: 1, firstByte: 20, done: 50 }) });
    const bare = row({ error, status: null, timings: timings({ done: 50 }) });
    const text = textOf(renderCollectionReport({ ...base, rows: [cut, bare] }));
    expect(text).toContain("× failed after 200");
    expect(text).toContain("× failed ");
    expect(text).not.toMatch(/no answer/iu);
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
    expect(text).toMatch(/http:\/\/ a\.test \/menu\?x=1 redirected to http:\/\/a\.test\/menu\/ 200 2 12,345 40 1,414/u);
    expect(text).toMatch(/12 3\.0 10 – 1\.0 400 1,000/u);
    expect(text).toContain("2 tries");
  });

  it("shows failures with code, message and place", () => {
    const error = { code: "ERR_BAEDAL_CONNECT", message: "Cannot connect to a.test: refused" };
    const rows = [row({ status: null, timings: timings({ queued: 1, done: 30 }), error })];
    const text = textOf(renderCollectionReport({ ...base, rows }));
    expect(text).toContain("1 failed.");
    expect(text).toMatch(/ERR_BAEDAL_CONNECT – 1 1 Cannot connect to a\.test: refused http:\/\/a\.test\//u);
    expect(text).toContain("× failed");
  });

  it("tells links that lead nowhere apart from failures, and what was never sent from requests", () => {
    const forbidden = { code: "ERR_BAEDAL_ROBOTS", message: "robots.txt of a.test forbids it" };
    const gone = { code: "ERR_BAEDAL_STATUS", message: "The server answered 404" };
    const sent = timings({ sent: 1, firstByte: 20, done: 50 });
    const rows = [
      row({ timings: sent }),
      row({ status: 404, timings: sent, error: gone, failed: false }),
      row({ status: null, attempts: 0, error: forbidden, failed: false }),
    ];
    const page = renderCollectionReport({ ...base, rows });
    const text = textOf(page);
    expect(text).toContain("2 requests to 1 host");
    expect(text).toContain("None failed. 2 links lead nowhere.");
    expect(text).not.toContain("×");
    expect(page).not.toContain('<tr class="failed"');
    expect(text).toContain("ERR_BAEDAL_ROBOTS");
    const down = row({ status: null, attempts: 0, error: { code: "ERR_BAEDAL_CONNECT", message: "refused" } });
    expect(textOf(renderCollectionReport({ ...base, rows: [down] }))).toContain("No request was sent. 1 failed.");
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
