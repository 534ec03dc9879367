/**
 * Asks every night for what has changed: pages that the server can vouch for are not sent again, what failed last night
 * is tried again, and a night that was cut off goes on in the next run. As a line of a crontab:
 *
 *     0 3 * * *  baedal collect -i urls.txt --refresh --max-time 4h --quiet -o pages
 *
 * Usage: node examples/recipes/nightly-refresh.ts urls.txt pages
 */
import { existsSync } from "node:fs";
import { Collection, records } from "@baedal/collect";
import { run } from "baedal";

const [list = "urls.txt", directory = "pages"] = process.argv.slice(2);

/** The hash of every page, by its URL; a million of them take about 200 MB. */
function hashes(): Map<string, string | null> {
  if (!existsSync(`${directory}/collection.sqlite`)) return new Map();
  return new Map([...records(directory)].map(({ url, sha256 }) => [url, sha256]));
}

await run(async () => {
  const before = hashes();
  const job = new Collection({ directory, refresh: true, maxTime: "4h" });
  job.addList(list);
  let unsent = 0;
  for await (const page of job.run()) if (page.status === 304) unsent += 1;
  for (const [url, hash] of hashes()) {
    if (!before.has(url)) console.log("new", url);
    else if (before.get(url) !== hash) console.log("changed", url);
  }
  console.log(`${job.summary?.finished} asked for, ${unsent} of them not sent again`);
  process.exitCode = job.summary?.exitCode;
});
