// One request, then the connection is dropped: the second one has to connect again. A session is the remedy.
import { SyncSession } from "@baedal/http/sync";
import { startStandIns } from "./stand-ins/start-stand-ins.ts";

function ioBound(url: string): string {
  using request = new SyncSession({ keepAlive: false });
  return request.get(url).text;
}

await using sites = await startStandIns(); // plays https://naver.com on this machine
console.log(ioBound(sites.naver)); // … connection 1
console.log(ioBound(sites.naver)); // … connection 2
