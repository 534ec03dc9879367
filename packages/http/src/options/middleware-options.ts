import type { ClientResponse } from "../client-response.ts";
import type { OutgoingRequest } from "./auth-options.ts";

/** Sends the request on, as it is or another one. */
export type Next = (request?: OutgoingRequest) => Promise<ClientResponse>;

/** Code around each call of a session, outside retries and redirects. May answer by itself (`ClientResponse.of`). */
export type Middleware = (request: OutgoingRequest, next: Next) => ClientResponse | PromiseLike<ClientResponse>;
