import type { ClientResponse } from "../client-response.ts";
import type { CookieJar } from "../cookies/cookie-jar.ts";
import type { HttpRequest, Policy, Send } from "../http-request.ts";

/** Sends the cookies of a jar and keeps those that answers set, at every hop and every try. */
export function cookies(jar: CookieJar): Policy {
  return async (request, next) => {
    const header = jar.header(request.url);
    const response = header === "" ? await next(request) : await sendWith(header, request, next);
    for (const line of response.all("set-cookie")) jar.set(line, request.url);
    return response;
  };
}

/** The jar's cookies go with this one sending only: the next hop may be another site. */
async function sendWith(header: string, request: HttpRequest, next: Send): Promise<ClientResponse> {
  const { headers } = request;
  const given = headers.get("cookie");
  request.headers = headers.clone();
  request.headers.set("Cookie", given === undefined ? header : merge(given, header));
  try {
    return await next(request);
  } finally {
    request.headers = headers;
  }
}

/** What the caller gave wins over the jar, name by name. */
function merge(given: string, header: string): string {
  const names = new Set(given.split(";").map(nameOf));
  return [given, ...header.split("; ").filter((pair) => !names.has(nameOf(pair)))].join("; ");
}

function nameOf(pair: string): string {
  return (pair.split("=", 1)[0] ?? "").trim();
}
