import type { ClientResponse } from "../client-response.ts";
import { BodyError, ProtocolError, TooManyRedirects } from "../errors.ts";
import type { HttpRequest, Send } from "../http-request.ts";
import { redactUrl } from "../redact.ts";
import { isRedirect } from "../redirect-status.ts";
import { Target } from "../target.ts";
import { takeCredentials } from "../url-credentials.ts";

/** The only headers that another origin gets to see; everything else may be a credential. */
const harmless: ReadonlySet<string> = new Set([
  "accept",
  "accept-language",
  "content-type",
  "user-agent",
  "accept-encoding",
]);

/** Follows redirects (RFC 9110, 15.4; the rules for methods are those of the Fetch standard). */
export function redirect(request: HttpRequest, next: Send): Promise<ClientResponse> {
  if (request.settings.maxRedirects < 0) return next(request);
  return next(request).then((response) =>
    isRedirect(response.status) ? followAll(request, response, next) : response,
  );
}

async function followAll(request: HttpRequest, first: ClientResponse, next: Send): Promise<ClientResponse> {
  const { maxRedirects } = request.settings;
  let response = first;
  for (let followed = 0; isRedirect(response.status); followed++) {
    const location = response.field("location");
    if (location === undefined) return response;
    if (followed >= maxRedirects) throw tooMany(request, response);
    follow(request, response, targetOf(request, response, location));
    response = await next(request);
  }
  return response;
}

function tooMany(request: HttpRequest, response: ClientResponse): TooManyRedirects {
  const { summary, settings } = request;
  return new TooManyRedirects(
    `${summary.method} ${summary.url} is one more redirect than redirect.max allows, ${settings.maxRedirects}`,
    { request: summary, response },
  );
}

function targetOf(request: HttpRequest, response: ClientResponse, location: string): URL {
  // Servers send UTF-8 here although HTTP says ASCII; browsers read it so.
  const target = URL.parse(Buffer.from(location, "latin1").toString("utf8"), request.url);
  const { summary } = request;
  if (target === null) {
    throw new ProtocolError(`${summary.method} ${summary.url} redirects to what is no URL`, {
      request: summary,
      response,
    });
  }
  if (target.protocol !== "http:" && target.protocol !== "https:") {
    const message = `${summary.method} ${summary.url} redirects to ${redactUrl(target)}, which is not http or https`;
    throw new ProtocolError(message, { request: summary, response });
  }
  return target;
}

function follow(request: HttpRequest, response: ClientResponse, target: URL): void {
  request.history = [...request.history, response];
  if (turnsIntoGet(response.status, request.method)) {
    request.method = "GET";
    request.body = undefined;
    request.headers = request.headers.clone();
    request.headers.keep((name) => !name.startsWith("content-"));
  } else if (request.body?.rewindable === false) {
    const { summary } = request;
    const message = `${summary.method} ${summary.url} redirects, but its body is a stream that cannot be sent again; give bytes or a Blob`;
    throw new BodyError(message, { request: summary, response });
  }
  const credentials = takeCredentials(target);
  target.hash = "";
  if (target.origin !== request.url.origin) crossOver(request);
  if (credentials !== undefined) {
    request.headers = request.headers.clone();
    request.headers.set("authorization", credentials);
  }
  request.target = new Target(target);
  request.fresh = request.settings.freshConnection;
}

/** Another origin: what was meant for the first one stays there, for good. */
function crossOver(request: HttpRequest): void {
  request.headers = request.headers.clone();
  request.headers.keep((name) => harmless.has(name));
}

/** 303 means "see there" whatever the method; 301 and 302 do for POST, as browsers have always read them. */
function turnsIntoGet(status: number, method: string): boolean {
  if (status === 303) return method !== "HEAD";
  return (status === 301 || status === 302) && method === "POST";
}
