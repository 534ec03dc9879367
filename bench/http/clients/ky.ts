import ky from "ky";
import type { Client } from "../load.ts";

export function open(url: string): Client {
  return {
    get: async () => await ky(url, { retry: 0 }).text(),
    async [Symbol.asyncDispose]() {},
  };
}
