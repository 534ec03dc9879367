/**
 * A site for crawlers, in a process of its own: as many pages as its first argument says, 23 kB each, with 50 links to
 * others and a few that lead elsewhere. Tells its port to the parent.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const count = Number(process.argv[2]);
const links = 50;
const size = 23_000;

function page(index: number): Buffer {
  const anchors = Array.from({ length: links }, (_, link) => {
    const target = (index * links + link + 1) % count;
    return `<li class="item"><a class="link" href="/page/${target}.html" title="Page ${target}">Page ${target}</a></li>`;
  });
  const head = `<!doctype html><html><head><meta charset="utf-8"><title>Page ${index}</title></head><body>`;
  const start = `${head}<nav><ul>${anchors.join("\n")}</ul></nav><a href="#top">Top</a><main>`;
  const paragraph = `<p>The courier delivers to A, B and C &amp; <b>collects</b> the bowls of page ${index}.</p>\n`;
  return Buffer.from(start + paragraph.repeat(Math.ceil((size - start.length) / paragraph.length)));
}

const pages = Array.from({ length: count }, (_, index) => page(index));
const server = createServer(({ url = "" }, response) => {
  const body = pages[Number(/^\/page\/(\d+)\.html$/.exec(url)?.[1] ?? "NaN")];
  if (body === undefined) return void response.writeHead(404, { "content-length": 0 }).end();
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": body.length }).end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port)); // it listens on a port
process.on("disconnect", () => process.exit());
