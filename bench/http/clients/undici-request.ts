import { Agent, request } from "undici";
import type { Client } from "../load.ts";

/** undici's own interface for people. */
export function open(url: string, atOnce: number): Client {
  const dispatcher = new Agent({ connections: atOnce, pipelining: 1 });
  return {
    get: async () => await (await request(url, { dispatcher })).body.text(),
    [Symbol.asyncDispose]: async () => await dispatcher.close(),
  };
}
