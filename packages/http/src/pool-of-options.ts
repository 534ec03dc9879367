import { AsyncLocalStorage } from "node:async_hooks";
import { milliseconds } from "baedal/lowlevel";
import { countOf, flagOf, listOf } from "./options/check-options.ts";
import type { SessionOptions } from "./options/session-options.ts";
import { AddressGuard } from "./pool/address-guard.ts";
import { makeConnect } from "./pool/connect.ts";
import { Pool } from "./pool/pool.ts";

/**
 * The connections of a session, which live in the context that it is made in.
 *
 * @throws TypeError for an option with a wrong value
 */
export function poolOf(options: SessionOptions): Pool {
  const http2 = flagOf(options.http2, "http2") ?? false;
  const limitPerHost = countOf(options.limitPerHost ?? 0, 0, "limitPerHost");
  return new Pool(
    { limit: countOf(options.limit ?? 100, 1, "limit"), limitPerHost: limitPerHost === 0 ? Infinity : limitPerHost },
    {
      connect: makeConnect({
        tls: options.tls ?? {},
        http2,
        guard: guardOf(options.guard),
        inContext: AsyncLocalStorage.snapshot(),
      }),
      http2,
      keepAlive: keepAliveOf(options),
      maxHeaderSize: countOf(options.maxHeaderSize ?? 64 * 1024, 1, "maxHeaderSize"),
    },
  );
}

/** How long a connection may lie idle, in ms; 0 = not at all. */
function keepAliveOf({ keepAlive }: SessionOptions): number {
  return keepAlive === false ? 0 : milliseconds(keepAlive ?? 4000, "keepAlive");
}

function guardOf(guard: SessionOptions["guard"]): AddressGuard | undefined {
  if (guard === undefined || guard === false) return undefined;
  if (guard === true) return new AddressGuard([]);
  if (typeof guard !== "object" || guard === null) {
    throw new TypeError('guard must be true, false or an object such as { allow: ["10.0.0.0/8"] }');
  }
  return new AddressGuard(listOf(guard.allow, "guard.allow", '["10.0.0.0/8"]') ?? []);
}
