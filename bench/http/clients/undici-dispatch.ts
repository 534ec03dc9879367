import { Agent } from "undici";
import type { Client } from "../load.ts";

/** The engine alone: no session, no cancellation, no errors worth the name. */
export function open(url: string, atOnce: number): Client {
  const dispatcher = new Agent({ connections: atOnce, pipelining: 1 });
  const { origin, pathname } = new URL(url);
  const get = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      dispatcher.dispatch(
        { origin, path: pathname, method: "GET" },
        {
          onRequestStart: () => {},
          onResponseStart: () => {},
          onResponseData: (_controller, chunk) => void chunks.push(chunk),
          onResponseEnd: () => resolve(Buffer.concat(chunks).toString()),
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
  return { get, [Symbol.asyncDispose]: async () => await dispatcher.close() };
}
