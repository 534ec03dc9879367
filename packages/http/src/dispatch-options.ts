import type { Dispatcher } from "undici";
import type { Content, OutgoingBody } from "./body/outgoing-body.ts";
import type { HttpRequest } from "./http-request.ts";
import type { Endpoint } from "./pool/endpoint.ts";
import { proxyAuthorization } from "./pool/tunnel.ts";

/** What the engine is to send for a request, with the headers that belong to this one sending. */
export function dispatchOptions(
  { method, target, body }: HttpRequest,
  headers: string[],
  { proxy, tunnelled }: Endpoint,
): Dispatcher.DispatchOptions {
  const content = body?.content();
  const handedOn = proxy !== undefined && !tunnelled;
  return {
    method,
    // A proxy that is handed requests, not bytes, has to be told where they go (RFC 9112, 3.2.2).
    path: handedOn ? target.url.href : target.path,
    headers: withExtra(headers, lengthOf(content, body), handedOn ? proxyAuthorization(proxy) : undefined),
    // The engine takes any async iterable; its types say less.
    body: (content ?? null) as NonNullable<Dispatcher.DispatchOptions["body"]> | null,
    // Otherwise the engine closes the connection after HEAD, and after a body that the method does not need.
    reset: false,
  };
}

function withExtra(flat: string[], length: number | undefined, credentials: string | undefined): string[] {
  if (length === undefined && credentials === undefined) return flat;
  return [
    ...flat,
    ...(length === undefined ? [] : ["Content-Length", String(length)]),
    ...(credentials === undefined ? [] : ["Proxy-Authorization", credentials]),
  ];
}

/** Where the engine cannot tell it from the body itself. */
function lengthOf(content: Content | undefined, body: OutgoingBody | undefined): number | undefined {
  return typeof content === "object" && Symbol.asyncIterator in content ? body?.length : undefined;
}
