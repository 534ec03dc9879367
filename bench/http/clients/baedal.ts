import { gather } from "baedal";
import { ClientSession, CookieJar, type SessionOptions } from "@baedal/http";
import type { Client } from "../load.ts";

/** A session in tasks, as its users have it. */
export function openSession(url: string, options: SessionOptions): Client {
  const session = new ClientSession(options);
  return {
    get: async () => await (await session.get(url)).text(),
    together: async (workers) => await gather(workers),
    [Symbol.asyncDispose]: async () => await session.close(),
  };
}

/** With no cookies, an empty jar, or a cookie that goes with each request. */
export function open(url: string, atOnce: number, kind: string): Client {
  const cookies = kind === "false" ? (false as const) : new CookieJar();
  if (cookies !== false && kind === "sent") cookies.set("session=0123456789abcdef", url);
  return openSession(url, { limit: atOnce, cookies });
}
