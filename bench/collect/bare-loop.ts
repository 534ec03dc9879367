/** What a good engineer writes in ten minutes: undici, htmlparser2, a set, no store. Arguments: start URL, pages. */
import { Parser } from "htmlparser2";
import { Agent, request } from "undici";

const [start = "", expected = "0"] = process.argv.slice(2);
const dispatcher = new Agent({ connections: 8 });
const seen = new Set([start]);
const queue: string[] = [];
let done = 0;

async function visit(url: string): Promise<void> {
  const { body } = await request(url, { dispatcher });
  const parser = new Parser({
    onopentag(name, { href }) {
      if (name !== "a" || href === undefined) return;
      const target = URL.parse(href, url);
      if (target === null || target.origin !== new URL(start).origin) return;
      target.hash = "";
      if (seen.has(target.href)) return;
      seen.add(target.href);
      queue.push(target.href);
    },
  });
  parser.end(await body.text());
  done += 1;
}

async function work(): Promise<void> {
  for (let url = queue.shift(); url !== undefined; url = queue.shift()) await visit(url);
}

await visit(start);
await Promise.all(Array.from({ length: 8 }, () => work()));
await dispatcher.close();
if (done < Number(expected)) throw new Error(`Only ${done} pages`);
