import type { BodyStream } from "./body/body-stream.ts";
import type { ClientResponse } from "./client-response.ts";

/** Statuses that have no body, and that `Response` takes none for. */
const bodiless: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

/** What `Response` takes no reason with. */
const notInReason = /[^\t\x20-\x7e\x80-\xff]/g;

/** A web `Response` over an unread one: its body streams, and giving it up gives the connection back. */
export function toWebResponse(response: ClientResponse, method: string): Response {
  const { status, reason, rawHeaders, url, history } = response;
  const hasBody = method !== "HEAD" && !bodiless.has(status);
  const body = hasBody ? bodyOf(response) : null;
  if (!hasBody) response.discard(new Error("This response has no body"));
  const headers = rawHeaders.map(([name, value]) => [name, value] as [string, string]);
  const init = { status: isUsual(status) ? status : 200, statusText: reason.replace(notInReason, "?"), headers };
  return withFacts(new Response(body, init), {
    url,
    redirected: history.length > 0,
    ...(isUsual(status) ? {} : { status, ok: false }),
  });
}

function bodyOf(response: ClientResponse): ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> {
  const content = response.claim();
  return content instanceof Uint8Array ? new Uint8Array(content) : webStream(content);
}

function webStream(stream: BodyStream): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await nextOf(stream);
        if (chunk === undefined) controller.close();
        else controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      },
      cancel: (reason) => stream.cancel(reason ?? new Error("The body was cancelled")),
    },
    // Nothing is fetched ahead of the reader here: the connection has a buffer of its own.
    { highWaterMark: 0 },
  );
}

/** A wait that was cancelled ends the web stream, which cannot be read on: the connection is given back with it. */
async function nextOf(stream: BodyStream): Promise<Buffer | undefined> {
  try {
    return await stream.next();
  } catch (error) {
    stream.cancel(error);
    throw error;
  }
}

/** Whether the constructor of `Response` takes the status; some servers answer with 999. */
function isUsual(status: number): boolean {
  return status >= 200 && status <= 599;
}

/** What cannot be given to the constructor, and what `clone` forgets. */
type Facts = Readonly<Partial<Pick<Response, "url" | "redirected" | "status" | "ok">>>;

function withFacts(response: Response, facts: Facts): Response {
  const clone = (): Response => withFacts(Response.prototype.clone.call(response), facts);
  for (const [name, value] of Object.entries({ ...facts, clone }))
    Object.defineProperty(response, name, { value, configurable: true });
  return response;
}
