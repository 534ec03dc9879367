/**
 * Follows links of its own choice and keeps what code finds: see `article-handler.ts`. What the handler returns is stored
 * in the same commit as the page. On the command line:
 *
 *     baedal collect https://example.com/news --handler examples/recipes/article-handler.ts -o news
 *
 * Usage: node examples/recipes/custom-handler.ts https://example.com/news news
 */
import { fileURLToPath } from "node:url";
import { Collection, records } from "@baedal/collect";
import { run } from "baedal";

const [start = "https://example.com/news", directory = "news"] = process.argv.slice(2);

await run(async () => {
  const handler = fileURLToPath(new URL("./article-handler.ts", import.meta.url));
  const job = new Collection({ directory, handler, maxPages: 1000 });
  job.add(start);
  for await (const page of job.run()) if (page.error !== null) console.error(`${page.url}: ${page.error.message}`);
  for (const { url, data } of records(directory)) console.log(JSON.stringify({ url, data }));
  process.exitCode = job.summary?.exitCode;
});
