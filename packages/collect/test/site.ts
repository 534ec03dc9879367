import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { now } from "baedal";

export type Handler = (request: IncomingMessage, response: ServerResponse, path: string) => unknown;

/** A server on loopback that counts what it is asked. */
export class Site implements AsyncDisposable {
  readonly #server: Server;
  /** Paths in the order in which they were asked for. */
  readonly asked: string[] = [];
  /** When each request came, in ms on the clock of the run that the server was made in, if any. */
  readonly times: number[] = [];
  port = 0;
  inFlight = 0;
  mostInFlight = 0;

  private constructor(handler: Handler) {
    this.#server = createServer((request, response) => {
      const path = request.url ?? "/";
      this.asked.push(path);
      this.times.push(now());
      this.inFlight += 1;
      this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
      response.on("close", () => {
        this.inFlight -= 1;
      });
      handler(request, response, path);
    });
  }

  /** `port` is any that is free by default; that of a site which is closed brings it back. */
  static async open(
    handler: Handler = (_request, response, path) => response.end(`page ${path}`),
    port = 0,
  ): Promise<Site> {
    const site = new Site(handler);
    await new Promise<void>((resolve) => {
      site.#server.listen(port, "127.0.0.1", resolve);
    });
    site.port = (site.#server.address() as AddressInfo).port; // it listens on a port
    return site;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** How often a path was asked for. */
  count(path: string): number {
    return this.asked.filter((asked) => asked === path).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}
