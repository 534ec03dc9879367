import type { ClientResponse } from "../client-response.ts";
import type { Connector, NetworkRequest } from "../options/connector.ts";

/** Answers a request of a test. */
export type MockHandler = (request: NetworkRequest) => ClientResponse | PromiseLike<ClientResponse>;

/**
 * A network that exists only in a test: a function answers, and every request is kept.
 *
 * @example
 * ```ts
 * import { ClientResponse, ClientSession } from "@baedal/http";
 * import { MockConnector } from "@baedal/http/testing";
 *
 * const network = new MockConnector((request) => ClientResponse.of(request.url.endsWith("/a") ? 200 : 404));
 * await using session = new ClientSession({ connector: network });
 * console.log((await session.get("https://example.com/a")).status, network.requests.length); // 200 1
 * ```
 */
export class MockConnector implements Connector {
  /** What was asked, in order. */
  readonly requests: NetworkRequest[] = [];
  readonly #handler: MockHandler;

  constructor(handler: MockHandler) {
    this.#handler = handler;
  }

  async send(request: NetworkRequest): Promise<ClientResponse> {
    this.requests.push(request);
    return await this.#handler(request);
  }
}
