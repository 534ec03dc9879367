import type { RequestDefaults } from "./build-request.ts";
import type { ClientResponse } from "./client-response.ts";
import { ProtocolError } from "./errors.ts";
import { readFetchArguments } from "./fetch-request.ts";
import { toWebResponse } from "./fetch-response.ts";
import type { HttpRequest } from "./http-request.ts";
import { isRedirect } from "./redirect-status.ts";
import type { Switchboard } from "./switchboard.ts";

/** `fetch` over a session. */
export async function fetchThrough(
  switchboard: Switchboard,
  defaults: RequestDefaults,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const { method, url, options, redirect } = readFetchArguments(input, init);
  const plain = redirect === "follow" ? options : { ...options, redirect: false as const };
  const request = defaults.request(method, url, plain, "streamed");
  const ongoing = switchboard.begin(request, options.signal);
  let response: ClientResponse | undefined;
  try {
    const answer = await switchboard.head(ongoing);
    response = answer;
    if (redirect === "error" && isRedirect(response.status)) throw unexpectedRedirect(request, response);
    request.call.enter({ abort: (reason) => answer.discard(reason) });
    response.onReceived(() => ongoing.end());
    return toWebResponse(response, request.method);
  } catch (error) {
    response?.discard(error);
    ongoing.end();
    throw error;
  }
}

function unexpectedRedirect({ summary }: HttpRequest, response: ClientResponse): ProtocolError {
  return new ProtocolError(`${summary.method} ${summary.url} redirects, and redirect: "error" was asked for`, {
    request: summary,
    response,
  });
}
