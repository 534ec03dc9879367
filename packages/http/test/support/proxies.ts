import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A proxy of a test. */
export interface TestProxy extends AsyncDisposable {
  readonly port: number;
  /** What it was asked for, in order. */
  readonly asked: string[];
}

/** An HTTP proxy: CONNECT and absolute-form requests. With `password` it refuses those who do not give it. */
export async function httpProxy({ password }: { readonly password?: string } = {}): Promise<TestProxy> {
  return await listen((client, asked) => {
    client.once("data", (chunk) => {
      const head = chunk.toString("latin1");
      asked.push(head);
      if (password !== undefined && !head.includes(Buffer.from(`user:${password}`).toString("base64"))) {
        client.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      const [method = "", target = ""] = head.split(" ");
      const url = new URL(method === "CONNECT" ? `http://${target}` : target);
      const server = connect(Number(url.port), url.hostname, () => {
        if (method === "CONNECT") client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        else server.write(chunk);
        join(client, server);
      });
      server.on("error", () => client.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"));
    });
  });
}

/** A SOCKS5 proxy with user name and password (RFC 1928, 1929) that takes names and IPv4 addresses. */
export async function socksProxy(): Promise<TestProxy> {
  return await listen((client, asked) => void serveSocks(client, asked));
}

async function serveSocks(client: Socket, asked: string[]): Promise<void> {
  await once(client, "data");
  client.write(Buffer.of(5, 2));
  const [login] = (await once(client, "data")) as [Buffer];
  asked.push(login.subarray(2, 2 + (login[1] ?? 0)).toString());
  client.write(Buffer.of(1, 0));
  const [request] = (await once(client, "data")) as [Buffer];
  const isName = request[3] === 3;
  const length = isName ? (request[4] ?? 0) : 4;
  const start = isName ? 5 : 4;
  const host = isName ? request.subarray(start, start + length).toString() : request.subarray(4, 8).join(".");
  const port = request.readUInt16BE(start + length);
  asked.push(`${host}:${port}`);
  const server = connect(port, host === "shop.invalid" ? "127.0.0.1" : host, () => {
    client.write(Buffer.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
    join(client, server);
  });
  server.on("error", () => client.end(Buffer.of(5, 5, 0, 1, 0, 0, 0, 0, 0, 0)));
}

function join(a: Socket, b: Socket): void {
  a.pipe(b).pipe(a);
  a.on("close", () => b.destroy());
  b.on("close", () => a.destroy());
}

async function listen(serve: (client: Socket, asked: string[]) => void): Promise<TestProxy> {
  const asked: string[] = [];
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.on("error", () => {});
    serve(client, asked);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port, // a TCP server
    asked,
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      server.close();
    },
  };
}
