import { request as httpRequest } from "node:http";
import type { Socket } from "node:net";
import { basicAuthorization } from "../url-credentials.ts";
import type { Endpoint, Proxy } from "./endpoint.ts";

/** Has a proxy connect to an endpoint; the socket then leads there. */
export function openTunnel(socket: Socket, proxy: Proxy, endpoint: Endpoint): Promise<Socket> {
  return proxy.protocol.startsWith("socks") ? bySocks(socket, proxy, endpoint) : byConnect(socket, proxy, endpoint);
}

/** RFC 9110, 9.3.6. */
function byConnect(socket: Socket, proxy: Proxy, { hostname, port }: Endpoint): Promise<Socket> {
  const target = `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
  const credentials = proxyAuthorization(proxy);
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const request = httpRequest({
    method: "CONNECT",
    path: target,
    headers: { Host: target, ...(credentials === undefined ? {} : { "Proxy-Authorization": credentials }) },
    createConnection: () => socket,
  });
  request.once("connect", (response, tunnel, head: Buffer) => {
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299)
      return refuse(new Error(`the proxy refuses with ${status} ${response.statusMessage ?? ""}`.trim()));
    if (head.length > 0) tunnel.unshift(head);
    resolve(tunnel);
  });
  request.once("response", (response) => refuse(new Error(`the proxy answers CONNECT with ${response.statusCode}`)));
  request.once("error", refuse);
  request.end();
  return promise;

  function refuse(error: Error): void {
    socket.destroy();
    reject(error);
  }
}

/** The Proxy-Authorization header for a proxy with credentials. */
export function proxyAuthorization({ username, password }: Proxy): string | undefined {
  return username === "" && password === "" ? undefined : basicAuthorization(username, password);
}

/** RFC 1928 and 1929. The name goes to the proxy unresolved. */
async function bySocks(socket: Socket, proxy: Proxy, { hostname, port }: Endpoint): Promise<Socket> {
  // Loaded by those who have such a proxy only.
  const { SocksClient } = await import("socks");
  const connection = SocksClient.createConnection({
    command: "connect",
    destination: { host: hostname, port },
    existing_socket: socket,
    proxy: {
      host: proxy.hostname,
      port: proxy.port,
      type: proxy.protocol === "socks4:" ? 4 : 5,
      ...(proxy.username === "" ? {} : { userId: proxy.username }),
      ...(proxy.password === "" ? {} : { password: proxy.password }),
    },
    // The deadline is the session's own.
    timeout: 2 ** 31 - 1,
  });
  // Its own error holds on to its options, the password among them.
  const { socket: tunnel } = await connection.catch((error: Error) => {
    throw new Error(error.message);
  });
  return tunnel;
}
