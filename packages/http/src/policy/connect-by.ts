import { ClientResponse } from "../client-response.ts";
import type { HttpRequest, Policy } from "../http-request.ts";
import type { Connector, NetworkRequest } from "../options/connector.ts";

/** Has a connector answer instead of the network. */
export function connectBy(connector: Connector): Policy {
  return async (request, next) => {
    const answer = Promise.resolve(connector.send(describe(request), () => next(request)));
    const response: unknown = await request.call.waitFor(answer);
    if (!(response instanceof ClientResponse))
      throw new TypeError("A connector must return a ClientResponse, such as ClientResponse.of(200)");
    return response.adoptedBy(request);
  };
}

function describe({ method, url, headers, body }: HttpRequest): NetworkRequest {
  const content = body?.rewindable === true ? body.content() : undefined;
  return {
    method,
    url: url.href,
    headers: new Headers([...headers]),
    body: typeof content === "string" || content instanceof Uint8Array ? content : undefined,
  };
}
