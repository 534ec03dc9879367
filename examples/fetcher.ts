// The session is opened in one place and lent to the function that fetches.
import { SyncSession } from "@baedal/http/sync";
import { startStandIns } from "./stand-ins/start-stand-ins.ts";

function fetcher(session: SyncSession, url: string): string {
  return session.get(url).text; // the body has been read: there is no response to close
}

await using sites = await startStandIns(); // plays https://naver.com on this machine
const url = sites.naver;

using session = new SyncSession();
const result = fetcher(session, url);
console.log(result);
