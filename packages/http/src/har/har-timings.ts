import type { Timings } from "../timings.ts";
import type { HarTimings } from "./har.ts";

const notOccurred = -1;

/**
 * The points in time of a response as the lengths that HAR wants.
 *
 * @param began - when the request was sent, on the clock of the timings
 * @param ended - when it was over, for one without a network: all of it counts as waiting
 */
export function harTimings(timings: Timings | undefined, began: number, ended: number): HarTimings {
  if (timings === undefined || timings.queued === null) return { ...nothing, wait: Math.max(ended - began, 0) };
  const { queued, dns, connect, tls, sent, firstByte, done } = timings;
  const connected = tls ?? connect;
  return {
    blocked: between(began, queued),
    dns: between(queued, dns),
    connect: between(dns ?? queued, connected),
    ssl: between(connect, tls),
    send: known(between(connected ?? queued, sent)),
    wait: known(between(sent ?? connected ?? queued, firstByte)),
    receive: known(between(firstByte, done)),
  };
}

/** The length of the whole: TLS is part of connecting. */
export function totalTime({ blocked, dns, connect, send, wait, receive }: HarTimings): number {
  return known(blocked) + known(dns) + known(connect) + send + wait + receive;
}

const nothing: HarTimings = {
  blocked: notOccurred,
  dns: notOccurred,
  connect: notOccurred,
  ssl: notOccurred,
  send: 0,
  wait: 0,
  receive: 0,
};

/** An answer may begin before all of the request was sent: then nothing was waited for. */
function between(from: number | null, to: number | null): number {
  return from === null || to === null ? notOccurred : Math.max(to - from, 0);
}

/** HAR has no word for "unknown" for the last three phases. */
function known(length: number): number {
  return Math.max(length, 0);
}
