import type { Client } from "../load.ts";

/** What the platform has. */
export function open(url: string): Client {
  return {
    get: async () => await (await fetch(url)).text(),
    async [Symbol.asyncDispose]() {},
  };
}
