// Thirty pages one by one: the sum of all the waiting. In the article, over the Internet, 12 seconds.
import { SyncSession } from "@baedal/http/sync";
import { now } from "baedal";
import { startStandIns } from "./stand-ins/start-stand-ins.ts";

function fetcher(session: SyncSession, url: string): string {
  return session.get(url).text;
}

function main(sites: readonly string[]): void {
  const urls = Array.from({ length: 10 }, () => sites).flat();

  using session = new SyncSession();
  const result = urls.map((url) => fetcher(session, url));
  console.log(result);
}

await using sites = await startStandIns(); // answer after 30, 60 and 110 ms
const start = now();
main([sites.naver, sites.google, sites.instagram]);
const end = now();
console.log((end - start) / 1000); // 2.0… = 10 x (0.03 + 0.06 + 0.11)
