/**
 * Takes names, prices and pictures out of the pages of a shop, without code for the pages, into a table. On the command
 * line:
 *
 *     baedal collect -i products.txt --select 'name=h1' --select 'price=.price' --select 'image=img.product@src' -o shop
 *     baedal export shop --format csv -o prices.csv
 *
 * Usage: node examples/recipes/extract-prices.ts products.txt prices.csv
 */
import { Collection, exportCollection } from "@baedal/collect";
import { run } from "baedal";

const [list = "products.txt", output = "prices.csv"] = process.argv.slice(2);
const directory = `${output}.store`;

await run(async () => {
  const select = ["name=h1", "price=.price", "image=img.product@src"];
  const job = new Collection({ directory, select, rate: "2/s", robots: true });
  job.addList(list);
  for await (const { url, data } of job.run()) console.log(url, data);
  await exportCollection(directory, { format: "csv", output });
  process.exitCode = job.summary?.exitCode;
});
