import { ClientResponse } from "../client-response.ts";
import { HeaderList } from "../header-list.ts";
import type { HttpRequest, Policy } from "../http-request.ts";
import type { OutgoingRequest } from "../options/auth-options.ts";
import type { Middleware } from "../options/middleware-options.ts";
import { Target } from "../target.ts";
import { parseUrl } from "../parse-url.ts";
import { takeCredentials } from "../url-credentials.ts";

/** Middleware as a policy. */
export function middleware(around: Middleware): Policy {
  return async (request, next) => {
    const view = viewOf(request);
    const response: unknown = await around(view, async (changed = view) => {
      request.call.check();
      return await next(apply(request, changed));
    });
    if (response instanceof ClientResponse) return response.adoptedBy(request);
    throw new TypeError("Middleware must return a ClientResponse: what next() gave, or ClientResponse.of(status)");
  };
}

/** What others may see and change of a request. */
export function viewOf(request: HttpRequest): OutgoingRequest {
  return { method: request.method, url: request.url.href, headers: new Headers([...request.headers]) };
}

/** A copy with the changes: `next` may be called again, and the first sending has consumed its own. */
function apply(request: HttpRequest, { method, url, headers }: OutgoingRequest): HttpRequest {
  const changed = request.copy();
  changed.method = method;
  changed.headers = new HeaderList();
  changed.headers.override(headers);
  if (url === request.url.href) return changed;
  const parsed = parseUrl(url, undefined, "The URL that middleware gave");
  const credentials = takeCredentials(parsed);
  changed.target = new Target(parsed);
  if (credentials !== undefined && changed.headers.get("authorization") === undefined)
    changed.headers.set("Authorization", credentials);
  return changed;
}
