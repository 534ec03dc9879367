// Thirty pages concurrently: hardly longer than the slowest of them. In the article, over the Internet, 4.8 seconds.
import { ClientSession } from "@baedal/http";
import { coroutine, gather, now, run } from "baedal";
import { startStandIns } from "./stand-ins/start-stand-ins.ts";

const fetcher = coroutine(async function fetcher(session: ClientSession, url: string) {
  const response = await session.get(url);
  return await response.text();
});

const main = coroutine(async function main(sites: readonly string[]) {
  const urls = Array.from({ length: 10 }, () => sites).flat();

  await using session = new ClientSession();
  const result = await gather(urls.map((url) => fetcher(session, url)));
  console.log(result);
});

await using sites = await startStandIns(); // answer after 30, 60 and 110 ms
const start = now();
await run(main([sites.naver, sites.google, sites.instagram]));
const end = now();
console.log((end - start) / 1000); // 0.1…
