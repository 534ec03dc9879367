import type { ClientResponse } from "../client-response.ts";
import type { HttpRequest, Send } from "../http-request.ts";

/** Turns a status of 400 and more into a `StatusError`, where that was asked for. */
export function raiseForStatus(request: HttpRequest, next: Send): Promise<ClientResponse> {
  return request.settings.raiseForStatus ? next(request).then(raise) : next(request);
}

function raise(response: ClientResponse): ClientResponse {
  if (response.status < 400) return response;
  response.discard(new Error("The body was given up: the status is an error"));
  return response.raiseForStatus();
}
