import type { ClientResponse } from "../client-response.ts";
import type { HttpRequest, Send } from "../http-request.ts";
import type { AuthFunction } from "../options/auth-options.ts";
import { viewOf } from "./middleware.ts";

/** Asks a function for the credentials of a request, once a request, unless it has some already. */
export function authorize(request: HttpRequest, next: Send): Promise<ClientResponse> {
  const { auth } = request;
  if (auth === undefined || request.headers.get("authorization") !== undefined) return next(request);
  return ask(auth, request, next);
}

async function ask(auth: AuthFunction, request: HttpRequest, next: Send): Promise<ClientResponse> {
  const value = await request.call.waitFor(Promise.resolve(auth(viewOf(request))));
  request.headers = request.headers.clone();
  request.headers.override({ Authorization: value });
  return await next(request);
}
