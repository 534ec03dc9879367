import { CollectError, Collection } from "@baedal/collect";
import { run } from "baedal";

// A process to be killed or starved: collects the list of a file into a directory, following links if told so.
const [, , directory = "", list = "", follow] = process.argv;

try {
  await run(async () => {
    const job = new Collection({ directory, concurrency: 16, perHost: 8, retries: 0, follow: follow === "follow" });
    job.addList(list);
    for await (const page of job.run()) process.stdout.write(`${page.url}\n`);
  });
} catch (error) {
  if (!(error instanceof CollectError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
