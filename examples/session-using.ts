// `using` closes the session at the end of the block, whatever happens in it: Python's `with`.
import { SyncSession } from "@baedal/http/sync";
import { startStandIns } from "./stand-ins/start-stand-ins.ts";

await using sites = await startStandIns(); // plays https://naver.com on this machine

function main(url: string): SyncSession {
  using session = new SyncSession();
  console.log(session.get(url).status);
  return session;
}

console.log(main(sites.naver).closed); // true
