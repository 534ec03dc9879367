import { Agent } from "node:http";
import got from "got";
import type { Client } from "../load.ts";

export function open(url: string, atOnce: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const client = got.extend({ agent: { http: agent }, retry: { limit: 0 } });
  return {
    get: async () => await client(url).text(),
    async [Symbol.asyncDispose]() {
      agent.destroy();
    },
  };
}
