import { once } from "node:events";
import { createSecureServer, type Http2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:https";
import type { TlsOptions } from "node:tls";
import type { RequestListener } from "node:http";

/** A TLS server of a test. */
export interface SecureServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** How many connections were made. */
  connections(): number;
  /** How many are open right now. */
  open(): number;
}

/** A server that speaks HTTP/1.1 over TLS. */
export async function httpsServer(options: TlsOptions, answer: RequestListener): Promise<SecureServer> {
  return await start(createServer(options, answer), "secureConnection");
}

/** A server that speaks HTTP/2, and HTTP/1.1 to those who want that. */
export async function http2Server(
  options: TlsOptions,
  answer: RequestListener,
): Promise<SecureServer & { goAway(): void }> {
  const server = createSecureServer({ ...options, allowHTTP1: true }, answer as never); // the compatibility API
  const sessions = new Set<Http2Session>();
  server.on("session", (session) => sessions.add(session));
  const started = await start(server as unknown as Server, "secureConnection"); // the same events and methods
  return {
    ...started,
    /** Takes no more requests over the connections that there are, and leaves them open. */
    goAway() {
      for (const session of sessions) session.goaway();
    },
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.destroy();
      await started[Symbol.asyncDispose]();
    },
  };
}

async function start(server: Server, event: string): Promise<SecureServer> {
  let count = 0;
  const sockets = new Set<{ destroy(): void }>();
  server.on(event, () => count++);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server
  return {
    url: `https://127.0.0.1:${port}/`,
    port,
    connections: () => count,
    open: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
