/**
 * Mirrors a documentation site: everything below the folder of its start page, without what is printed or old. On the
 * command line:
 *
 *     baedal collect https://example.com/docs/ --follow --scope prefix --exclude /print/ --rate 10/s -o docs
 *     baedal export docs --format files -o mirror
 *
 * Usage: node examples/recipes/mirror-documentation.ts https://example.com/docs/ mirror
 */
import { Collection, exportCollection } from "@baedal/collect";
import { run } from "baedal";

const [start = "https://example.com/docs/", output = "mirror"] = process.argv.slice(2);
const directory = `${output}.store`;

await run(async () => {
  const job = new Collection({
    directory,
    follow: true,
    scope: "prefix",
    exclude: ["/print/", "/[?&]version=0/"],
    rate: "10/s",
    maxPages: 50_000,
  });
  job.add(start);
  for await (const page of job.run()) console.log(page.status ?? page.error?.code, page.url);
  await exportCollection(directory, { format: "files", output });
  console.log(`${job.summary?.done} pages in ${output}`);
  process.exitCode = job.summary?.exitCode;
});
