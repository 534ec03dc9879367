import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on 127.0.0.1 for one test. */
export interface LoopbackSite extends AsyncDisposable {
  readonly origin: string;
  /** Paths asked for, in order. */
  readonly asked: string[];
}

/** Answers every request with `answer`, or with a small page. */
export async function loopbackSite(
  answer: (request: IncomingMessage, response: ServerResponse) => void = smallPage,
): Promise<LoopbackSite> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function smallPage(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(`<title>${request.url}</title>`);
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function closedPort(): Promise<number> {
  await using site = await loopbackSite();
  return Number(new URL(site.origin).port);
}
