import { writeFileSync } from "node:fs";
import { Collection, readStatus } from "@baedal/collect";
import { expect, test } from "vitest";
import { Site } from "./site.ts";
import { Temporary } from "./temporary.ts";

test("a run that ends while a list is read says how many URLs are left, and none comes in after that", async () => {
  using temporary = new Temporary();
  await using site = await Site.open(() => {});
  const urls = Array.from({ length: 300_000 }, (_, nth) => site.url(`/${nth}`));
  writeFileSync(temporary.path("urls.txt"), urls.join("\n"));
  const job = new Collection({ directory: temporary.path("out") });
  job.addList(temporary.path("urls.txt"));
  const looking = setInterval(() => {
    if (job.progress().queued > 0) job.stop({ immediately: true });
  }, 1);
  await Array.fromAsync(job.run());
  clearInterval(looking);
  const left = readStatus(temporary.path("out")).queued;
  expect(job.summary).toMatchObject({ ending: "stopped", queued: left });
  expect(left).toBeLessThan(urls.length);
});
