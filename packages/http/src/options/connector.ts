import type { ClientResponse } from "../client-response.ts";

/** A request as it goes over the network: one hop, one try. */
export interface NetworkRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** The body, where it is not a stream. */
  readonly body: string | Uint8Array | undefined;
}

/** Sends a request over the network. */
export type Network = () => Promise<ClientResponse>;

/**
 * What stands between a session and the network: one method, for tests. Redirects, retries, cookies and all the rest go on
 * as ever on this side of it.
 */
export interface Connector {
  /**
   * Answers one request, by itself or with what `network` gives.
   */
  send(request: NetworkRequest, network: Network): ClientResponse | PromiseLike<ClientResponse>;
}
