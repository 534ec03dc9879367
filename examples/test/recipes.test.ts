import { execFile } from "node:child_process";
import { mkdtempDisposable, readFile, readdir, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A site on loopback; `asked` are the paths in order. */
async function openSite(
  answer: Answer,
): Promise<AsyncDisposable & { readonly origin: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${port}`, asked, [Symbol.asyncDispose]: close };
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a recipe in a folder, as a reader would. */
function runRecipe(name: string, args: readonly string[], cwd: string): Promise<Ended> {
  const file = fileURLToPath(new URL(`../recipes/${name}`, import.meta.url));
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file, ...args], { cwd }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const folder = (): ReturnType<typeof mkdtempDisposable> => mkdtempDisposable(join(tmpdir(), "baedal-recipe-"));
const html = { "content-type": "text/html; charset=utf-8" };

test("a list becomes JSONL, and what cannot be had is named", async () => {
  await using place = await folder();
  await using site = await openSite((request, response) =>
    response.writeHead(request.url === "/gone" ? 404 : 200, html).end(`<p>${request.url}`),
  );
  await writeFile(join(place.path, "urls.txt"), `${site.origin}/a\nnot a URL\n${site.origin}/gone\n${site.origin}/b\n`);
  const { code, stdout, stderr } = await runRecipe("list-to-jsonl.ts", ["urls.txt", "pages.jsonl"], place.path);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "2 pages in pages.jsonl, 1 failed\n" });
  expect(stderr).toContain('urls.txt:2: Cannot collect "not a URL"');
  expect(stderr).toContain(`${site.origin}/gone: The server answered 404 Not Found`);
  const lines = (await readFile(join(place.path, "pages.jsonl"), "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).body)).toEqual(["<p>/a", "<p>/gone", "<p>/b"]);
  await runRecipe("list-to-jsonl.ts", ["urls.txt", "pages.jsonl"], place.path);
  expect(site.asked).toHaveLength(3);
});

test("a documentation site is mirrored, without what lies elsewhere or is excluded", async () => {
  await using place = await folder();
  const pages: Record<string, string> = {
    "/docs/": '<a href="start.html">Start</a> <a href="/blog/">Blog</a> <a href="/docs/print/all">Print</a>',
    "/docs/start.html": '<a href="./">Up</a> <a href="start.html?version=0.9">Old</a> <a href="api/run">run</a>',
    "/docs/api/run": "<h1>run",
  };
  await using site = await openSite((request, response) => {
    const page = pages[request.url ?? ""];
    response.writeHead(page === undefined ? 404 : 200, html).end(page);
  });
  const { code, stderr } = await runRecipe("mirror-documentation.ts", [`${site.origin}/docs/`, "mirror"], place.path);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(site.asked.toSorted()).toEqual(["/docs/", "/docs/api/run", "/docs/start.html", "/robots.txt"]);
  const files = await readdir(join(place.path, "mirror"), { recursive: true });
  expect(files.filter((name) => name.endsWith(".html")).map((name) => name.replace(/^.*?docs/, "docs"))).toEqual(
    expect.arrayContaining(["docs/start.html", "docs/api/run.html"]),
  );
});

test("prices become a table", async () => {
  await using place = await folder();
  await using site = await openSite((request, response) => {
    if (request.url === "/robots.txt") return void response.writeHead(404).end();
    const name = request.url === "/1" ? "Bowl, large" : "Spoon";
    response.writeHead(200, html).end(`<h1>${name}</h1><b class=price>₩ 9,900</b><img class=product src=p.png>`);
  });
  await writeFile(join(place.path, "products.txt"), `${site.origin}/1\n${site.origin}/2\n`);
  const { code } = await runRecipe("extract-prices.ts", ["products.txt", "prices.csv"], place.path);
  expect(code).toBe(0);
  const [head, ...rows] = (await readFile(join(place.path, "prices.csv"), "utf8")).trimEnd().split("\r\n");
  expect(head).toMatch(/,data\.name,data\.price,data\.image$/);
  expect(rows.map((row) => row.replace(/^.*?0,,,/, ""))).toEqual([
    expect.stringContaining(`"Bowl, large","₩ 9,900",${site.origin}/p.png`),
    expect.stringContaining(`Spoon,"₩ 9,900",${site.origin}/p.png`),
  ]);
});

test("a nightly refresh names what is new and what has changed, and spares the rest", async () => {
  await using place = await folder();
  let night = 1;
  await using site = await openSite((request, response) => {
    const version = request.url === "/moving" ? night : 0;
    const etag = `"${version}"`;
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304, { etag }).end();
    response.writeHead(200, { ...html, etag }).end(`<p>${request.url} ${version}`);
  });
  const list = join(place.path, "urls.txt");
  await writeFile(list, `${site.origin}/still\n${site.origin}/moving\n`);
  const first = await runRecipe("nightly-refresh.ts", ["urls.txt", "pages"], place.path);
  expect(first.stdout).toBe(
    `new ${site.origin}/still\nnew ${site.origin}/moving\n2 asked for, 0 of them not sent again\n`,
  );
  night = 2;
  const second = await runRecipe("nightly-refresh.ts", ["urls.txt", "pages"], place.path);
  expect(second).toMatchObject({
    code: 0,
    stdout: `changed ${site.origin}/moving\n2 asked for, 1 of them not sent again\n`,
  });
});

test("a handler chooses what to keep and what comes next", async () => {
  await using place = await folder();
  await using site = await openSite((request, response) => {
    const next = request.url === "/news" ? '<a rel="next" href="/news/2">Older</a>' : "";
    response.writeHead(200, html).end(`<title>News</title>${next}<a href="/other">Other</a>`);
  });
  const { code, stdout } = await runRecipe("custom-handler.ts", [`${site.origin}/news`, "news"], place.path);
  expect(code).toBe(0);
  expect(stdout.trimEnd().split("\n")).toEqual([
    `{"url":"${site.origin}/news","data":{"title":"News","words":3}}`,
    `{"url":"${site.origin}/news/2","data":{"title":"News","words":2}}`,
  ]);
  expect(site.asked).toEqual(["/news", "/news/2"]);
});
