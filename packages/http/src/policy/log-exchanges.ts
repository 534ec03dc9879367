import type { ClientResponse } from "../client-response.ts";
import type { HttpRequest, Policy } from "../http-request.ts";
import type { ExchangeLog, LoggedExchange } from "../options/exchange-log.ts";

/** Has a log keep each exchange with the network, or with what stands in for it. */
export function logExchanges(log: ExchangeLog): Policy {
  return async (request, next) => {
    const sent = describe(request);
    const finish = (response: ClientResponse | undefined, error: unknown): void =>
      log.exchanged({ ...sent, ended: request.call.elapsed, response, error });
    try {
      const response = await next(request);
      finish(response, undefined);
      return response;
    } catch (error) {
      finish(undefined, error);
      throw error;
    }
  };
}

/** As it is now: the next redirect changes the request in place. */
function describe({
  call,
  method,
  url,
  headers,
  body,
}: HttpRequest): Omit<LoggedExchange, "ended" | "response" | "error"> {
  const content = body?.rewindable === true ? body.content() : undefined;
  return {
    sentAt: Date.now(),
    began: call.elapsed,
    method,
    url,
    headers: [...headers],
    body: typeof content === "string" || content instanceof Uint8Array ? content : undefined,
    bodyLength: body === undefined ? 0 : body.length,
  };
}
