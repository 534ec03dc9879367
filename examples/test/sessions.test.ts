import { describe, expect, it } from "vitest";
import { runExample } from "./run-example.ts";

const page = (site: string, connection: number): string => `<title>${site}</title><p>connection ${connection}</p>`;

describe("requests and sessions", () => {
  it("two single requests take two connections", async () => {
    const stdout = `${page("naver", 1)}\n${page("naver", 2)}\n`;
    expect(await runExample("one-request.ts")).toEqual({ code: 0, stdout, stderr: "" });
  });

  it("two requests of one session share a connection", async () => {
    const stdout = `${page("naver", 1)}\n${page("naver", 1)}\n`;
    expect(await runExample("session-close.ts")).toEqual({ code: 0, stdout, stderr: "" });
  });

  it("using closes the session at the end of its block", async () => {
    expect(await runExample("session-using.ts")).toEqual({ code: 0, stdout: "200\ntrue\n", stderr: "" });
  });

  it("the fetcher returns the text of the page", async () => {
    expect(await runExample("fetcher.ts")).toEqual({ code: 0, stdout: `${page("naver", 1)}\n`, stderr: "" });
  });
});

describe("thirty pages", () => {
  const sites = ["naver", "google", "instagram"];
  const rounds = Array.from({ length: 10 });
  /** Milliseconds that the stand-ins let pass before they answer: thirty times one by one, and the slowest of them. */
  const [sum, slowest] = [2000, 110];

  it("take the sum of all latencies one by one, over one connection a site", async () => {
    const { code, pages, seconds } = await collect("thirty-urls-sync.ts");
    expect({ code, pages }).toEqual({ code: 0, pages: rounds.flatMap(() => sites.map((site) => page(site, 1))) });
    expect(seconds).toBeGreaterThanOrEqual(sum / 1000);
  });

  it("take less than that with gather, and come in the order asked for", async () => {
    const { code, pages, seconds } = await collect("thirty-urls-gather.ts");
    expect(code).toBe(0);
    expect(pages.map(siteOf)).toEqual(rounds.flatMap(() => sites));
    expect(seconds).toBeGreaterThanOrEqual(slowest / 1000);
    expect(seconds).toBeLessThan(sum / 1000);
  });

  function siteOf(text: string): string | undefined {
    return /<title>(\w+)/.exec(text)?.[1];
  }

  /** The pages that an example printed, and the seconds in its last line. */
  async function collect(file: string): Promise<{ code: number | null; pages: string[]; seconds: number }> {
    const { code, stdout } = await runExample(file);
    const pages = [...stdout.matchAll(/'(<title>.*)'/g)].map(([, text]) => text ?? "");
    return { code, pages, seconds: Number(stdout.trimEnd().split("\n").at(-1)) };
  }
});
