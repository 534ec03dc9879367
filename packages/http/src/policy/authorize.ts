import type { Policy } from "../http-request.ts";
import { viewOf } from "./middleware.ts";

/** Asks a function for the credentials of a request, once a request, unless it has some already. */
export const authorize: Policy = async (request, next) => {
  const { auth } = request;
  if (auth !== undefined && request.headers.get("authorization") === undefined) {
    const value = await request.call.waitFor(Promise.resolve(auth(viewOf(request))));
    request.headers = request.headers.clone();
    request.headers.override({ Authorization: value });
  }
  return await next(request);
};
