import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers every GET with the same 2.7 kB, in a process of its own; tells its port to the parent. */
const body = Buffer.alloc(2700, "jjajangmyeon ");

const server = createServer((_, response) => {
  response.writeHead(200, { "content-type": "text/plain; charset=utf-8", "content-length": body.length });
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
