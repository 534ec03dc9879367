import { Collection } from "@baedal/collect";
import { run } from "baedal";

// A process to be killed: collects the list of a file into a directory.
const [, , directory = "", list = ""] = process.argv;

await run(async () => {
  const job = new Collection({ directory, concurrency: 16, perHost: 8, retries: 0 });
  job.addList(list);
  for await (const page of job.run()) process.stdout.write(`${page.url}\n`);
});
