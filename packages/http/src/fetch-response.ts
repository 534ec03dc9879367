import type { BodyStream } from "./body/body-stream.ts";
import type { ClientResponse } from "./client-response.ts";

/** Statuses that have no body, and that `Response` takes none for. */
const bodiless: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

/** A web `Response` over an unread one: its body streams, and giving it up gives the connection back. */
export function toWebResponse(response: ClientResponse, method: string): Response {
  const { status, reason, rawHeaders, url, history } = response;
  const hasBody = method !== "HEAD" && !bodiless.has(status);
  const body = hasBody ? bodyOf(response) : null;
  if (!hasBody) response.discard(new Error("This response has no body"));
  const headers = rawHeaders.map(([name, value]) => [name, value] as [string, string]);
  return withOrigin(new Response(body, { status, statusText: reason, headers }), url, history.length > 0);
}

function bodyOf(response: ClientResponse): ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> {
  const content = response.claim();
  return content instanceof Uint8Array ? new Uint8Array(content) : webStream(content);
}

function webStream(stream: BodyStream): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await stream.next();
        if (chunk === undefined) controller.close();
        else controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      },
      cancel: (reason) => stream.cancel(reason ?? new Error("The body was cancelled")),
    },
    // Nothing is fetched ahead of the reader here: the connection has a buffer of its own.
    { highWaterMark: 0 },
  );
}

/** `url` and `redirected` cannot be given to the constructor, and `clone` forgets them. */
function withOrigin(response: Response, url: string, redirected: boolean): Response {
  return Object.defineProperties(response, {
    url: { value: url, configurable: true },
    redirected: { value: redirected, configurable: true },
    clone: { value: () => withOrigin(Response.prototype.clone.call(response), url, redirected), configurable: true },
  });
}
