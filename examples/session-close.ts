// A session keeps the connection open between requests. Whoever opens one has to close it.
import { SyncSession } from "@baedal/http/sync";
import { startStandIns } from "./stand-ins/start-stand-ins.ts";

await using sites = await startStandIns(); // plays https://naver.com on this machine
const url = sites.naver;

const session = new SyncSession(); // open the session,
console.log(session.get(url).text); // fetch the URL,
console.log(session.get(url).text); // once more over the same connection,
session.close(); // and never forget to close it
