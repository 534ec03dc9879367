import { SyncSession } from "@baedal/http/sync";
import type { Client } from "../load.ts";

/** The session that blocks; only ever one request at a time. */
export function open(url: string): Client {
  const session = new SyncSession();
  return {
    get: async () => session.get(url).text,
    async [Symbol.asyncDispose]() {
      session.close();
    },
  };
}
