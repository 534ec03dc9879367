// The child process of the demo: serves the three sites until its parent lets go of it, however the parent ends.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pageBody } from "./page-body.ts";
import { type DemoPage, type DemoSite, demoSites } from "./sites.ts";

interface Answer {
  readonly latency: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Latencies are multiplied by this; only tests use another than 1. */
const scale = Number(process.argv[2] ?? "1");

function answerOf(site: DemoSite, page: DemoPage): Answer {
  if (page.redirectTo !== undefined) {
    return { latency: page.latency, status: 302, headers: { location: page.redirectTo }, body: Buffer.alloc(0) };
  }
  const headers = { "content-type": "text/html; charset=utf-8" };
  return { latency: page.latency, status: 200, headers, body: Buffer.from(pageBody(site, page)) };
}

const notFound: Answer = {
  latency: 20,
  status: 404,
  headers: { "content-type": "text/plain" },
  body: Buffer.from("not here\n"),
};

/** Answers are made once, before the clock runs, and found by path as it is sent. */
function answersOf(site: DemoSite): Map<string, Answer> {
  const pages = [...site.pages, ...site.targets];
  return new Map(
    pages.map((page) => [new URL(page.path, "http://site").href.slice("http://site".length), answerOf(site, page)]),
  );
}

function serve(answers: ReadonlyMap<string, Answer>): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const { latency, status, headers, body } = answers.get(request.url ?? "") ?? notFound;
    setTimeout(
      () => response.writeHead(status, { ...headers, "content-length": String(body.length) }).end(body),
      latency * scale,
    );
  };
}

async function listen(site: DemoSite): Promise<string> {
  const server: Server = createServer({ keepAliveTimeout: 60_000 }, serve(answersOf(site)));
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has a numeric address");
  return `http://127.0.0.1:${address.port}`;
}

// Ctrl-C reaches every process of the terminal; requests in flight may still finish, so the parent decides when to end.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("disconnect", () => process.exit(0));

const origins = await Promise.all(demoSites.map(async (site) => [site.name, await listen(site)] as const));
process.send?.(Object.fromEntries(origins));
