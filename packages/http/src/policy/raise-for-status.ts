import type { ClientResponse } from "../client-response.ts";
import type { HttpRequest, Send } from "../http-request.ts";

/** Turns a status of 400 and more into a `StatusError`, where that was asked for. */
export async function raiseForStatus(request: HttpRequest, next: Send): Promise<ClientResponse> {
  const response = await next(request);
  if (!request.settings.raiseForStatus || response.status < 400) return response;
  response.discard(new Error("The body was given up: the status is an error"));
  return response.raiseForStatus();
}
