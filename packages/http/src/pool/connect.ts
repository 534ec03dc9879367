import { lookup as systemLookup } from "node:dns";
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import type { ConnectErrorKind } from "../errors.ts";
import type { Endpoint } from "./endpoint.ts";

/** Why there is no connection: what stood in the way, and the platform's error. */
export interface ConnectFailure {
  readonly kind: ConnectErrorKind;
  readonly cause: Error;
}

/** Told how a connection comes about; exactly one of `connected` and `failed` is called, once, unless aborted before. */
export interface ConnectObserver {
  phase(phase: "dns" | "connect" | "tls"): void;
  connected(socket: Socket): void;
  failed(failure: ConnectFailure): void;
}

/** How connections are made; the same for all of a session. */
export interface ConnectSettings {
  readonly tls: ConnectionOptions;
  readonly alpn: readonly string[];
}

/** Opens a connection to an endpoint; the result gives up on it, a half-open TLS handshake included. */
export type Connect = (endpoint: Endpoint, observer: ConnectObserver) => () => void;

/** How long TCP waits in silence before it asks whether the other side still lives. */
const probeAfter = 60_000;

/** Makes the function that connects by TCP, and by TLS where the endpoint asks for it. */
export function makeConnect(settings: ConnectSettings): Connect {
  const sessions = new TlsSessions();
  return (endpoint, observer) => {
    const socket = endpoint.secure
      ? openTls(endpoint, settings, sessions)
      : connectTcp({ ...destination(endpoint), noDelay: true });
    return watch(socket, endpoint, observer);
  };
}

function destination(endpoint: Endpoint): { host: string; port: number; lookup: LookupFunction } {
  return { host: endpoint.hostname, port: endpoint.port, lookup: systemLookup as LookupFunction };
}

function openTls(endpoint: Endpoint, settings: ConnectSettings, sessions: TlsSessions): TLSSocket {
  // RFC 6066, 3: a literal address is no server name.
  const servername = settings.tls.servername ?? (isIP(endpoint.hostname) === 0 ? endpoint.hostname : "");
  const session = sessions.get(endpoint.origin);
  const socket = connectTls({
    ...destination(endpoint),
    ...settings.tls,
    servername,
    ALPNProtocols: [...settings.alpn],
    ...(session === undefined ? {} : { session }),
  });
  socket.setNoDelay(true);
  socket.on("session", (ticket) => sessions.set(endpoint.origin, ticket));
  return socket;
}

function watch(socket: Socket, endpoint: Endpoint, observer: ConnectObserver): () => void {
  let open = false;
  let over = false;
  socket.on("lookup", () => observer.phase("dns"));
  socket.once("connect", () => {
    open = true;
    socket.setKeepAlive(true, probeAfter);
    observer.phase("connect");
    if (!endpoint.secure) succeed();
  });
  if (endpoint.secure) socket.once("secureConnect", succeed);
  // Stays for the life of the socket: an error between two owners must not be an uncaught one.
  socket.on("error", (cause) => fail(cause));
  socket.once("close", () => fail(new Error("the connection was closed before it was ready")));

  function succeed(): void {
    if (over) return;
    over = true;
    if (endpoint.secure) observer.phase("tls");
    observer.connected(socket);
  }
  function fail(cause: Error): void {
    if (over) return;
    over = true;
    observer.failed({ kind: kindOf(cause, open), cause });
  }
  return () => {
    over = true;
    socket.destroy();
  };
}

function kindOf(cause: Error & { syscall?: string; code?: string }, open: boolean): ConnectErrorKind {
  if (cause.syscall === "getaddrinfo" || cause.code === "ENOTFOUND") return "dns";
  return open ? "tls" : "refused";
}

/** Sessions to resume TLS with, one an origin. */
class TlsSessions {
  readonly #sessions = new Map<string, Buffer>();

  get(origin: string): Buffer | undefined {
    return this.#sessions.get(origin);
  }

  set(origin: string, session: Buffer): void {
    this.#sessions.delete(origin);
    this.#sessions.set(origin, session);
    if (this.#sessions.size <= 100) return;
    for (const oldest of this.#sessions.keys()) return void this.#sessions.delete(oldest);
  }
}
