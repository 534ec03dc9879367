import { Agent } from "node:http";
import axios from "axios";
import type { Client } from "../load.ts";

export function open(url: string, atOnce: number): Client {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const client = axios.create({ httpAgent, responseType: "text" });
  return {
    get: async () => (await client.get<string>(url)).data,
    async [Symbol.asyncDispose]() {
      httpAgent.destroy();
    },
  };
}
