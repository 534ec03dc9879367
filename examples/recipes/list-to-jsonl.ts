/**
 * Fetches the URLs of a list, and writes a JSON object a line for each. Run it again after an interruption: what is
 * there is not fetched again. On the command line:
 *
 *     baedal collect -i urls.txt -o out && baedal export out --body -o pages.jsonl
 *
 * Usage: node examples/recipes/list-to-jsonl.ts urls.txt pages.jsonl
 */
import { Collection, exportCollection } from "@baedal/collect";
import { run } from "baedal";

const [list = "urls.txt", output = "pages.jsonl"] = process.argv.slice(2);
const directory = `${output}.store`;

await run(async () => {
  const job = new Collection({ directory, perHost: 4, retries: 5 });
  job.addList(list);
  job.onBadLine(({ number, message }) => console.error(`${list}:${number}: ${message}`));
  for await (const page of job.run()) {
    if (page.error !== null) console.error(`${page.url}: ${page.error.message}`);
  }
  await exportCollection(directory, { format: "jsonl", output, body: true });
  console.log(`${job.summary?.done} pages in ${output}, ${job.summary?.failed} failed`);
  process.exitCode = job.summary?.exitCode;
});
