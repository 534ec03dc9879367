/** A server in a process of its own: what blocks its thread cannot be answered from it. Prints its port. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Who has come to `/meet` and waits for another one to come. */
let waiting: ServerResponse | undefined;

function meet(response: ServerResponse): void {
  const other = waiting;
  waiting = other === undefined ? response : undefined;
  if (other === undefined) return;
  other.end("met");
  response.end("met");
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString();
    if (request.url === "/redirect")
      return void response.writeHead(302, { location: "/final", "set-cookie": "hop=1" }).end();
    if (request.url === "/missing") return void response.writeHead(404).end("nothing here");
    if (request.url === "/slow") return void setTimeout(() => response.end("late"), 200);
    if (request.url === "/silent") return;
    if (request.url === "/meet") return meet(response);
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
  });
});
server.listen(0, "127.0.0.1", () => {
  process.send?.((server.address() as AddressInfo).port); // a TCP server
});
process.on("disconnect", () => process.exit());
