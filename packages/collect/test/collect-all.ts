import { Collection, type CollectionOptions, type Page, type Summary, type UrlSource } from "@baedal/collect";

/** Collects and returns every page that the run yields, and its summary. */
export async function collectAll(
  options: CollectionOptions,
  urls: UrlSource = [],
): Promise<{ pages: Page[]; summary: Summary }> {
  const job = new Collection(options);
  job.add(urls);
  const pages = await Array.fromAsync(job.run());
  if (job.summary === undefined) throw new Error("A run that ended has a summary");
  return { pages, summary: job.summary };
}
