/** Crawlee's Cheerio crawler, as its guide shows it, with as many requests at once. Arguments: start URL, pages. */
import { CheerioCrawler, log, LogLevel } from "@crawlee/cheerio";

const [start = "", expected = "0"] = process.argv.slice(2);
log.setLevel(LogLevel.OFF);
const crawler = new CheerioCrawler({
  minConcurrency: 8,
  maxConcurrency: 8,
  async requestHandler({ enqueueLinks, pushData, request, $ }) {
    await pushData({ url: request.loadedUrl, title: $("title").text() });
    await enqueueLinks();
  },
});
const { requestsFinished } = await crawler.run([start]);
if (requestsFinished < Number(expected)) throw new Error(`Only ${requestsFinished} pages`);
