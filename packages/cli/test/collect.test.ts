import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { readReport } from "@baedal/collect";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { baedal, start } from "./baedal-process.ts";
import { closedPort, loopbackSite } from "./loopback-site.ts";

let cwd: string;
beforeEach(async () => (cwd = await mkdtemp(join(tmpdir(), "baedal-collect-"))));
afterEach(() => rm(cwd, { recursive: true, force: true }));

function list(lines: readonly string[]): void {
  writeFileSync(join(cwd, "urls.txt"), `${lines.join("\n")}\n`);
}

/** What a reader sees of a page, without its scripts and styles. */
function markupOf(file: string): string {
  return readFileSync(join(cwd, file), "utf8").replace(/<(script|style)[\s\S]*?<\/\1>/g, "");
}

/** The records of the store in `out`. */
async function records(): Promise<
  { url: string; status: number | null; error: { code: string } | null; data: unknown }[]
> {
  const { code, stdout, stderr } = await baedal(["export", "out"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

describe("baedal collect, asked wrongly", () => {
  it("wants something to collect", async () => {
    const { code, stderr } = await baedal(["collect", "-o", "out"], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "baedal: nothing to collect: give URLs, or a list of them with -i FILE (-i - reads stdin)\n",
    });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("wants a directory", async () => {
    const { code, stderr } = await baedal(["collect", "http://127.0.0.1/"], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "baedal: nowhere to keep the pages: name a directory with -o DIR\n",
    });
  });

  it("wants a directory with a name", async () => {
    const { code, stderr } = await baedal(["collect", "http://127.0.0.1/", "-o", ""], { cwd });
    expect({ code, stderr }).toEqual({ code: 2, stderr: "baedal: --output is empty: name the place to write to\n" });
    writeFileSync(join(cwd, "baedal.config.json"), JSON.stringify({ output: "" }));
    const configured = await baedal(["collect", "http://127.0.0.1/"], { cwd });
    expect(configured).toMatchObject({ code: 2, stderr: expect.stringMatching(/^baedal: --output is empty: /) });
  });

  it("refuses a bad URL in the same words as an argument and as a line of a list", async () => {
    list(["bad"]);
    const line = await baedal(["collect", "-i", "urls.txt", "-o", "out", "-q"], { cwd });
    const argument = await baedal(["collect", "bad", "-o", "out"], { cwd });
    expect(line.stderr.replace("urls.txt:1: ", "")).toBe(argument.stderr.replace("baedal: ", ""));
    expect(argument).toMatchObject({ code: 2, stderr: expect.stringContaining("did you mean http://bad") });
  });

  it("fetches nothing and makes nothing when one of the URLs given is bad", async () => {
    await using site = await loopbackSite();
    const { code, stderr } = await baedal(["collect", site.origin, "example.com", "-o", "out"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toBe('baedal: Cannot collect "example.com": it is not a URL; did you mean http://example.com\n');
    expect(site.asked).toEqual([]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it.each([
    ["nowhere.txt", /nowhere\.txt: there is no such file/],
    [".", /it is a directory/],
  ])("fetches nothing when the list %s cannot be read", async (file, message) => {
    await using site = await loopbackSite();
    const { code, stderr } = await baedal(["collect", site.origin, "-i", file, "-o", "out"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(site.asked).toEqual([]);
  });

  it("leaves a directory alone that holds something else", async () => {
    await using site = await loopbackSite();
    mkdirSync(join(cwd, "out"));
    writeFileSync(join(cwd, "out", "thesis.txt"), "mine");
    const { code, stderr } = await baedal(["collect", site.origin, "-o", "out"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^baedal: Cannot .*out/);
    expect(readdirSync(join(cwd, "out"))).toEqual(["thesis.txt"]);
    expect(site.asked).toEqual([]);
  });

  it("ends with 2 when the directory cannot be one", async () => {
    await using site = await loopbackSite();
    writeFileSync(join(cwd, "file"), "");
    const { code, stderr } = await baedal(["collect", site.origin, "-o", "file/out"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^baedal: Cannot collect into file\/out: /);
    expect(site.asked).toEqual([]);
  });

  it("ends with 5 and fetches nothing when the directory cannot be written", async () => {
    await using site = await loopbackSite();
    await chmod(cwd, 0o555);
    const { code, stderr } = await baedal(["collect", site.origin, "-o", "out"], { cwd, unprivileged: true });
    expect(stderr).toMatch(/^baedal: Cannot .*out.*permission denied/);
    expect(stderr).toMatch(/; nothing was collected, name another directory with -o DIR\n$/);
    expect(code).toBe(5);
    expect(site.asked).toEqual([]);
  });

  it.each([
    [["--max-depth", "3"], "--max-depth does nothing without --follow or --handler"],
    [["--include", "**"], "--include does nothing without --follow, --sitemap or --handler"],
    [["--handler-threads", "2"], "--handler-threads does nothing without --handler"],
  ])("says of an option that it does nothing, and goes on: %s", async (words, message) => {
    await using site = await loopbackSite((_request, response) => void response.end("bowl"));
    const { code, stderr } = await baedal(["collect", `${site.origin}/`, "-o", "out", ...words], { cwd });
    expect(stderr).toContain(`${message}\n`);
    expect(code).toBe(0);
    const quiet = await baedal(["collect", `${site.origin}/a`, "-o", "out", "--quiet", ...words], { cwd });
    expect(quiet).toMatchObject({ code: 0, stderr: "" });
  });

  it.each([
    [["--select", "title"], /^baedal: --select must be such as title=h1 /],
    [
      ["--select", "x=::bad["],
      /^baedal: --select cannot read the selector "::bad\[": Expected name, and it ends there\n$/,
    ],
    [["--include", "/(/", "--follow"], /^baedal: --include cannot be read: /],
    [["http://me:secret@127.0.0.1/"], /password in it: give them with --auth USER:PASSWORD\n$/],
    [["localhost:8999/a"], /"localhost:8999\/a": it is not a URL; did you mean http:\/\/localhost:8999\/a\n$/],
  ])("says what is wrong in the words of the command line: %s", async (words, message) => {
    const { code, stderr } = await baedal(["collect", "http://127.0.0.1:1/", "-o", "out", ...words], { cwd });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });

  it("does not take --json and --quiet together", async () => {
    const { code, stderr } = await baedal(["collect", "http://127.0.0.1/", "-o", "out", "--json", "--quiet"], { cwd });
    const message = "--json and --quiet exclude each other";
    expect({ code, told: JSON.parse(stderr) }).toMatchObject({ code: 2, told: { message } });
  });
});

describe("baedal collect", () => {
  it("collects arguments and lists into a store, in order of entry, and says what to do with it", async () => {
    await using site = await loopbackSite();
    list(["# mine", "", `${site.origin}/b`, `${site.origin}/c`]);
    const { code, stdout, stderr } = await baedal(["collect", `${site.origin}/a`, "-i", "urls.txt", "-o", "out"], {
      cwd,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain("collected 3 pages in ");
    expect(stderr).toContain("baedal export out --format jsonl");
    expect((await records()).map(({ url, status }) => [url, status])).toEqual([
      [`${site.origin}/a`, 200],
      [`${site.origin}/b`, 200],
      [`${site.origin}/c`, 200],
    ]);
  });

  it("reads a list from stdin", async () => {
    await using site = await loopbackSite();
    const { code } = await baedal(["collect", "-i", "-", "-o", "out"], {
      cwd,
      input: `${site.origin}/a\r\n${site.origin}/b\r\n`,
    });
    expect(code).toBe(0);
    expect(site.asked.toSorted()).toEqual(["/a", "/b"]);
  });

  it("names the bad line of a list, goes on with the rest, and ends with 1", async () => {
    await using site = await loopbackSite();
    list([`${site.origin}/a`, "# fine", "not a url", `${site.origin}/b`]);
    const { code, stderr } = await baedal(["collect", "-i", "urls.txt", "-o", "out"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^urls\.txt:3: .*not a url/m);
    expect(stderr).toContain("1 line of a list skipped");
    expect(site.asked.toSorted()).toEqual(["/a", "/b"]);
  });

  it("names a sitemap that cannot be read, with its URL once, and counts it as what it is", async () => {
    const refused = `http://127.0.0.1:${await closedPort()}/s.xml`;
    await using site = await loopbackSite((_request, response) => void response.writeHead(404).end());
    const args = ["--sitemap", refused, "--sitemap", `${site.origin}/s.xml`, "--retries", "0"];
    const { code, stderr } = await baedal(["collect", ...args, "-o", "out"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Cannot read the sitemap ${refused}: no connection .*ECONNREFUSED`, "m"));
    expect(stderr).toMatch(/^Cannot read the sitemap http:\S+\/s\.xml: the server answered 404$/m);
    expect(stderr.split(refused)).toHaveLength(2);
    expect(stderr).toContain("2 sitemaps could not be read");
    expect(stderr).not.toContain("line");
  });

  it("lists what failed for good and why, and ends with 1", async () => {
    await using site = await loopbackSite((request, response) => {
      response.writeHead(request.url === "/gone" ? 404 : 200).end();
    });
    const refused = `http://127.0.0.1:${await closedPort()}/`;
    const urls = [`${site.origin}/gone`, refused, "http://nowhere.invalid/", `${site.origin}/here`];
    const { code, stderr } = await baedal(["collect", ...urls, "-o", "out", "--retries", "0"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain("collected 1 page in ");
    expect(stderr).toContain("3 URLs failed:");
    expect(stderr).toMatch(/status 404 +http:\/\/127.0.0.1:\d+\/gone/);
    expect(stderr).toMatch(new RegExp(`refused +${refused}`));
    expect(stderr).toMatch(/unknown host +http:\/\/nowhere\.invalid\//);
    const failed = (await records()).filter(({ error }) => error !== null).map(({ error }) => error?.code);
    expect(failed).toEqual(["ERR_BAEDAL_STATUS", "ERR_BAEDAL_CONNECT", "ERR_BAEDAL_CONNECT"]);
  });

  it("tells why a robots.txt could not be had, in the words that a page gets", async () => {
    await using site = await loopbackSite((_request, response) => void response.writeHead(500).end());
    const refused = `http://127.0.0.1:${await closedPort()}/`;
    const urls = [refused, "http://nowhere.invalid/", `${site.origin}/a`];
    const { code, stderr } = await baedal(["collect", ...urls, "-o", "out", "--follow", "--retries", "0"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`refused +${refused}`));
    expect(stderr).toMatch(/unknown host +http:\/\/nowhere\.invalid\//);
    expect(stderr).toMatch(/kept out by robots\.txt +http:\/\/127.0.0.1:\d+\/a/);
    const status = await baedal(["status", "out", "--failed"], { cwd });
    expect(status.stdout).toMatch(
      /^http:\/\/nowhere\.invalid\/: robots\.txt of nowhere\.invalid could not be had.* ENOTFOUND/m,
    );
  });

  it("does not call a linked page a failure that is gone", async () => {
    await using site = await loopbackSite((request, response) => {
      const found = request.url === "/";
      response.writeHead(found ? 200 : 404, { "content-type": "text/html" }).end(found ? '<a href="/gone">x</a>' : "");
    });
    const { code, stderr } = await baedal(["collect", `${site.origin}/`, "--follow", "-o", "out"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain("collected 2 pages in ");
    expect(stderr).not.toContain("failed");
    const { stdout } = await baedal(["status", "out"], { cwd });
    expect(stdout).toContain("Links that lead nowhere: 1 × bad status");
    expect(stdout).not.toContain("--failed");
    await baedal(["report", "out"], { cwd });
    expect(markupOf("report.html")).toContain("None failed. 1 link leads nowhere.");
  });

  it("counts no page a second where none was collected", async () => {
    const { stderr } = await baedal(
      ["collect", `http://127.0.0.1:${await closedPort()}/`, "-o", "out", "--retries", "0"],
      {
        cwd,
      },
    );
    expect(stderr).toMatch(/collected 0 pages in .* \(0\.0 pages\/s, 0 B\)/);
  });

  it("fetches nothing twice when it is run again", async () => {
    await using site = await loopbackSite();
    await baedal(["collect", `${site.origin}/a`, "-o", "out"], { cwd });
    const { code, stderr } = await baedal(["collect", `${site.origin}/a`, "-o", "out"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain("1 were there already");
    expect(site.asked).toEqual(["/a"]);
  });

  it("keeps quiet with --quiet, but for what went wrong", async () => {
    await using site = await loopbackSite((request, response) => {
      response.writeHead(request.url === "/gone" ? 404 : 200).end();
    });
    expect(await baedal(["collect", `${site.origin}/a`, "-o", "out", "-q"], { cwd })).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    const { stderr } = await baedal(["collect", `${site.origin}/gone`, "-o", "out", "-q"], { cwd });
    expect(stderr).toBe(`${site.origin}/gone: The server answered 404 Not Found\n`);
  });

  it("tells everything as JSON with --json", async () => {
    await using site = await loopbackSite();
    list(["bad line", `${site.origin}/a`]);
    const { code, stderr } = await baedal(["collect", "-i", "urls.txt", "-o", "out", "--json"], { cwd });
    const events = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(1);
    expect(events).toContainEqual({ event: "problem", message: expect.stringContaining("urls.txt:1: ") });
    expect(events).toContainEqual(
      expect.objectContaining({ event: "page", url: `${site.origin}/a`, status: 200, error: null }),
    );
    expect(events.at(-1)).toMatchObject({ event: "end", ending: "done", finished: 1, badLines: 1, exitCode: 1 });
  });

  it.each([
    [["-o", "out"], { code: "ERR_BAEDAL_STORE_DAMAGED", exitCode: 4 }],
    [[], { code: "ERR_BAEDAL_USAGE", exitCode: 2, message: "nowhere to keep the pages: name a directory with -o DIR" }],
  ])("tells of an error that ends it as JSON too, with --json: %j", async (words, event) => {
    mkdirSync(join(cwd, "out"));
    writeFileSync(join(cwd, "out", "bodies-000001.segment"), "body");
    const { code, stderr } = await baedal(["collect", "http://127.0.0.1:1/", "--json", ...words], { cwd });
    expect(code).toBe(event.exitCode);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(stderr)).toMatchObject({ event: "error", ...event });
  });

  it("ends with 4 and names the process when another run holds the store", async () => {
    await using site = await loopbackSite(() => {});
    const first = start(["collect", site.origin, "-o", "out", "--json"], { cwd });
    await first.says(/"inFlight":1/);
    const { code, stderr } = await baedal(["collect", site.origin, "-o", "out"], { cwd });
    first.child.kill("SIGKILL");
    await first.ended;
    expect(code).toBe(4);
    expect(stderr).toContain(`process ${first.child.pid}`);
  });
});

describe("baedal collect, further", () => {
  const linked = (request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader("content-type", "text/html");
    response.end(`<h1>Page ${request.url}</h1><a href="${request.url}x">on</a>`);
  };

  it("follows links as far as it is told, and takes out what it is told", async () => {
    await using site = await loopbackSite(linked);
    const args = ["--follow", "--max-depth", "2", "--no-robots", "--select", "title=h1"];
    const { code } = await baedal(["collect", `${site.origin}/`, ...args, "-o", "out"], { cwd });
    expect(code).toBe(0);
    expect((await records()).map(({ data }) => data)).toEqual([
      { title: "Page /" },
      { title: "Page /x" },
      { title: "Page /xx" },
    ]);
  });

  it("ends with 3 when a budget stops it, says which, and goes on with the same command", async () => {
    await using site = await loopbackSite();
    const urls = ["a", "b", "c"].map((path) => `${site.origin}/${path}`);
    const command = ["collect", ...urls, "-o", "out", "--max-pages", "2"];
    const { code, stderr } = await baedal(command, { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain("stopped by --max-pages; collected 2 pages");
    expect(stderr).toContain("1 URL left: the same command goes on with them");
    expect((await baedal(command, { cwd })).code).toBe(0);
    expect(site.asked.toSorted()).toEqual(["/a", "/b", "/c"]);
  });

  it("goes on with a queue, and tries failures again, without being given the URLs again", async () => {
    let broken = true;
    await using site = await loopbackSite((request, response) => {
      response.writeHead(broken && request.url === "/b" ? 500 : 200).end();
    });
    const urls = ["a", "b", "c"].map((path) => `${site.origin}/${path}`);
    await baedal(["collect", ...urls, "-o", "out", "--max-pages", "1"], { cwd });
    expect((await baedal(["collect", "-o", "out"], { cwd })).code).toBe(1);
    expect(site.asked.toSorted()).toEqual(["/a", "/b", "/c"]);
    const { code, stderr } = await baedal(["collect", "-o", "out"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("nothing is queued in out; --retry-failed tries 1 failed URL again; else give URLs");
    broken = false;
    expect((await baedal(["collect", "-o", "out", "--retry-failed"], { cwd })).code).toBe(0);
    expect((await baedal(["collect", "-o", "out", "--retry-failed"], { cwd })).code).toBe(0);
    expect(site.asked).toHaveLength(4);
  });

  it("compares one request at a time with many", async () => {
    await using site = await loopbackSite((_request, response) => void setTimeout(() => response.end("ok"), 100));
    const urls = Array.from({ length: 8 }, (_, index) => `${site.origin}/${index}`);
    const { code, stderr } = await baedal(["collect", ...urls, "-o", "out", "--compare"], { cwd });
    expect(code).toBe(0);
    expect(Number(/one request at a time took .*: ([\d.]+) times as long/.exec(stderr)?.[1])).toBeGreaterThan(1.5);
    expect(site.asked).toHaveLength(16);
    expect(await records()).toHaveLength(8);
    expect((await baedal(["collect", ...urls, "-o", "out", "--compare"], { cwd })).code).toBe(2);
    await baedal(["report", "out"], { cwd });
    expect(markupOf("report.html")).toMatch(/measured/);
    expect(markupOf("report.html")).not.toMatch(/estimated/);
    expect((await baedal(["collect", ...urls, `${site.origin}/later`, "-o", "out"], { cwd })).code).toBe(0);
    await baedal(["report", "out"], { cwd });
    expect(markupOf("report.html")).toMatch(/estimated/);
  });
});

describe("the config file of baedal collect", () => {
  it("gives options, weaker than the command line and stronger than the defaults", async () => {
    await using site = await loopbackSite(
      ({ headers }, response) => void response.setHeader("content-type", "text/plain").end(headers["user-agent"]),
    );
    writeFileSync(
      join(cwd, "baedal.config.json"),
      JSON.stringify({ output: "configured", userAgent: "config", timeout: "5s" }),
    );
    const command = ["collect", `${site.origin}/a`];
    expect((await baedal([...command, "-A", "typed"], { cwd })).code).toBe(0);
    const { stdout } = await baedal(["export", "configured", "--body"], { cwd });
    expect(JSON.parse(stdout).body).toBe("typed");
  });

  it("may be TypeScript, under any name", async () => {
    await using site = await loopbackSite(
      ({ headers }, response) => void response.setHeader("content-type", "text/plain").end(headers["user-agent"]),
    );
    const config = `const name: string = "config";\nexport default { output: "out", userAgent: name };\n`;
    writeFileSync(join(cwd, "mine.config.ts"), config);
    expect((await baedal(["collect", `${site.origin}/a`, "--config", "mine.config.ts"], { cwd })).code).toBe(0);
    expect(JSON.parse((await baedal(["export", "out", "--body"], { cwd })).stdout).body).toBe("config");
  });

  it.each([
    ['{ "perhost": 3 }', /perhost.*perHost/],
    ['{ "quite": true }', /there is no option quite; did you mean quiet/],
    ['{ "config": "other.json" }', /there is no option config/],
    ['{ "perHost": "4" }', /^baedal: Cannot use the config baedal\.config\.json: perHost must be /],
    ["[]", /must be, or export as default, an object of options/],
    ["{", /^baedal: Cannot read the config baedal\.config\.json: /],
  ])("ends with 2 when it holds %s", async (text, message) => {
    writeFileSync(join(cwd, "baedal.config.json"), text);
    const { code, stderr } = await baedal(["collect", "http://127.0.0.1:1/", "-o", "out"], { cwd });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
    expect(readdirSync(cwd)).toEqual(["baedal.config.json"]);
  });

  it("ends with 2 when the one named is not there", async () => {
    const { code, stderr } = await baedal(["collect", "http://127.0.0.1:1/", "-o", "out", "--config", "nowhere.ts"], {
      cwd,
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^baedal: Cannot read the config nowhere\.ts: /);
  });
});

describe("Ctrl-C during baedal collect", () => {
  it("starts nothing new, lets requests in flight finish, and the same command finishes the rest", async () => {
    const held: ServerResponse[] = [];
    let open = false;
    await using site = await loopbackSite(
      (_request, response) => void (open ? response.end("ok") : held.push(response)),
    );
    list(Array.from({ length: 20 }, (_, index) => `${site.origin}/${index}`));
    const command = ["collect", "-i", "urls.txt", "-o", "out", "--per-host", "2", "--json"];
    const first = start(command, { cwd });
    await first.says(/"inFlight":2/);
    first.child.kill("SIGINT");
    await first.says(/"event":"stopping"/);
    for (const response of held.splice(0)) response.end("ok");
    const stopped = await first.ended;
    expect(stopped.code).toBe(130);
    expect(site.asked).toHaveLength(2);
    open = true;
    expect((await baedal(command, { cwd })).code).toBe(0);
    expect(site.asked.toSorted()).toEqual(Array.from({ length: 20 }, (_, index) => `/${index}`).toSorted());
    expect(await records()).toHaveLength(20);
  });

  it("ends with 143 on SIGTERM", async () => {
    await using site = await loopbackSite();
    const running = start(["collect", "-i", "-", "-o", "out", "--delay", "60", "--json"], {
      cwd,
      input: `${site.origin}/a\n${site.origin}/b\n`,
    });
    await running.says(/"event":"page"/);
    running.child.kill("SIGTERM");
    expect((await running.ended).code).toBe(143);
    expect((await records()).map(({ url }) => url)).toEqual([`${site.origin}/a`]);
  });

  it("stops at once the second time", async () => {
    await using site = await loopbackSite(() => {});
    const running = start(["collect", site.origin, "-o", "out", "--json"], { cwd });
    await running.says(/"inFlight":1/);
    running.child.kill("SIGINT");
    await running.says(/"event":"stopping"/);
    // What follows at once counts as the same Ctrl-C, which may come twice: from the terminal and from npm.
    const again = setInterval(() => running.child.kill("SIGINT"), 50);
    const began = performance.now();
    const { code, stderr } = await running.ended;
    clearInterval(again);
    expect(
      stderr
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).event),
    ).not.toContain("end");
    expect(code).toBe(130);
    expect(performance.now() - began).toBeLessThan(9000);
    expect(existsSync(join(cwd, "out", "collection.sqlite"))).toBe(true);
  });

  it.each([
    ["a loop", "for (;;);", ""],
    ["a builtin that cannot be interrupted", "[].indexOf.call({ length: 2 ** 53 - 1 }, 1)", "could not be interrupted"],
  ])(
    "ends at the first when a handler is in %s on a thread, and the page goes back to the queue",
    async (_, stuck, says) => {
      await using site = await loopbackSite();
      writeFileSync(
        join(cwd, "stuck.mjs"),
        `import { writeSync } from "node:fs";
       export function handle({ url }) { if (url.endsWith("/stuck")) { writeSync(2, "computing"); ${stuck}; } }`,
      );
      const urls = [`${site.origin}/quick`, `${site.origin}/stuck`];
      const command = ["collect", ...urls, "-o", "out", "--handler", "stuck.mjs", "--handler-threads", "1"];
      const running = start([...command, "--json"], { cwd });
      await Promise.all([running.says(/"event":"page"/), running.says(/computing/)]);
      running.child.kill("SIGINT");
      const { code, stderr } = await running.ended;
      expect(code).toBe(130);
      expect(stderr).toContain(says);
      expect(stderr).toContain('"ending":"stopped","queued":1,"done":1');
      // With a budget of time it ends by itself, with the exit code of that.
      const budget = await baedal([...command, "--max-time", "3"], { cwd });
      expect(budget.code).toBe(3);
      expect((await baedal(["collect", ...urls, "-o", "out"], { cwd })).code).toBe(0);
      expect((await records()).map(({ url }) => url)).toEqual(urls);
    },
    120_000,
  );

  it("says how to go on when it stops at once", async () => {
    await using site = await loopbackSite(() => {});
    const running = start(["collect", site.origin, "-o", "out"], { cwd });
    while (site.asked.length === 0) await nextTurn();
    running.child.kill("SIGINT");
    await running.says(/stopping: /);
    const again = setInterval(() => running.child.kill("SIGINT"), 50);
    const { code, stderr } = await running.ended;
    clearInterval(again);
    expect(code).toBe(130);
    expect(stderr).toMatch(/\nstopped at once; the same command goes on where it stopped\n$/);
  });

  it("does not let the time after a kill -9 count in the report", async () => {
    await using site = await loopbackSite((request, response) => void (request.url === "/a" && response.end("ok")));
    const running = start(["collect", `${site.origin}/a`, `${site.origin}/b`, "-o", "out", "--json"], { cwd });
    await running.says(/"event":"page"/);
    running.child.kill("SIGKILL");
    await running.ended;
    const { durationMs, finished, rows } = readReport(join(cwd, "out"));
    const [row] = rows;
    expect(finished).toBe(false);
    expect(durationMs).toBeGreaterThanOrEqual(0);
    // What the process still did with the page counts; how long it was dead does not, and so it does not grow.
    expect(durationMs).toBeLessThan((row?.startedMs ?? 0) + (row?.timings.done ?? 0) + 5000);
    expect(readReport(join(cwd, "out")).durationMs).toBe(durationMs);
  });
});
