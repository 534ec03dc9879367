import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** What a raw server is told of each request: its head as text, and the socket to answer on. */
export type RawHandler = (socket: Socket, request: string, nth: number) => void;

/** A server that answers with whatever bytes a test wants. */
export interface RawServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Sockets that clients opened, the closed ones included. */
  readonly sockets: Socket[];
  /** Heads of the requests that came, in order. */
  readonly requests: string[];
  /** How many sockets are open right now. */
  open(): number;
}

/** Starts one on a free port; each request head (up to the blank line) is one call of the handler. */
export async function rawServer(handler: RawHandler): Promise<RawServer> {
  const sockets: Socket[] = [];
  const requests: string[] = [];
  const open = (): number => sockets.filter((socket) => !socket.closed).length;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    let text = "";
    socket.on("error", () => {});
    socket.on("end", () => socket.end());
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      for (let end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
        const head = text.slice(0, end);
        text = text.slice(end + 4);
        requests.push(head);
        handler(socket, head, requests.length);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    sockets,
    requests,
    open,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      if (server.listening) await once(server, "close");
    },
  };
}

/** A response with a Content-Length. */
export function plain(body: string, headers = ""): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
}
