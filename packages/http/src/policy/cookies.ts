import type { ClientResponse } from "../client-response.ts";
import type { CookieJar } from "../cookies/cookie-jar.ts";
import type { HttpRequest, Policy } from "../http-request.ts";

/** Sends the cookies of a jar and keeps those that answers set, at every hop and every try. */
export function cookies(jar: CookieJar): Policy {
  return (request, next) => {
    const { headers } = request;
    withCookies(jar, request);
    const answer = next(request);
    // The jar's cookies go with this one sending only: the next hop may be another site.
    request.headers = headers;
    return answer.then((response) => {
      keepCookies(jar, request, response);
      return response;
    });
  };
}

/** Gives a request the headers with its cookies, where there are any. */
export function withCookies(jar: CookieJar, request: HttpRequest): void {
  const header = jar.headerFor(request.target);
  if (header === "") return;
  const given = request.headers.get("cookie");
  if (given === undefined) {
    request.headers = request.headers.with("Cookie", header);
    return;
  }
  request.headers = request.headers.clone();
  request.headers.set("Cookie", merge(given, header));
}

/** Takes in what an answer sets. */
export function keepCookies(jar: CookieJar, request: HttpRequest, response: ClientResponse): void {
  for (const line of response.all("set-cookie")) jar.set(line, request.url);
}

/** What the caller gave wins over the jar, name by name. */
function merge(given: string, header: string): string {
  const names = new Set(given.split(";").map(nameOf));
  return [given, ...header.split("; ").filter((pair) => !names.has(nameOf(pair)))].join("; ");
}

function nameOf(pair: string): string {
  return (pair.split("=", 1)[0] ?? "").trim();
}
