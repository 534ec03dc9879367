import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import type { ConnectErrorKind } from "../errors.ts";
import type { AddressGuard } from "./address-guard.ts";
import type { Endpoint, Proxy } from "./endpoint.ts";
import { lookupAll } from "./shared-lookup.ts";
import { openTunnel } from "./tunnel.ts";

/** Why there is no connection: what stood in the way, and the platform's error. */
export interface ConnectFailure {
  readonly kind: ConnectErrorKind | "guard";
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
  readonly http2: boolean;
  readonly guard: AddressGuard | undefined;
  /** Runs code in the context that the session was made in: a socket outlives the task that opened it. */
  readonly inContext: <R>(body: () => R) => R;
}

/** Opens a connection to an endpoint; the result gives up on it, a half-open TLS handshake included. */
export type Connect = (endpoint: Endpoint, observer: ConnectObserver) => () => void;

/** How long TCP waits in silence before it asks whether the other side still lives. */
const probeAfter = 60_000;

/** Makes the function that connects: by TCP, through the proxy if there is one, by TLS if the endpoint asks for it. */
export function makeConnect(settings: ConnectSettings): Connect {
  const sessions = new TlsSessions();
  return (endpoint, observer) => {
    const opening = new Opening(endpoint, settings, sessions, observer);
    settings.inContext(() => opening.start());
    return () => opening.abort();
  };
}

/** One connection on its way: a chain of sockets, each inside the one before. */
class Opening {
  readonly #endpoint: Endpoint;
  readonly #settings: ConnectSettings;
  readonly #sessions: TlsSessions;
  readonly #observer: ConnectObserver;
  /** All sockets of the chain; aborting closes them all. */
  readonly #sockets: Socket[] = [];
  #over = false;
  #stage: ConnectErrorKind = "refused";

  constructor(endpoint: Endpoint, settings: ConnectSettings, sessions: TlsSessions, observer: ConnectObserver) {
    this.#endpoint = endpoint;
    this.#settings = settings;
    this.#sessions = sessions;
    this.#observer = observer;
  }

  start(): void {
    const { proxy, hostname } = this.#endpoint;
    const { guard } = this.#settings;
    if (guard !== undefined && isIP(hostname) !== 0 && !guard.allows(hostname)) return this.#refuse(hostname);
    if (proxy === undefined) this.#openTcp(hostname, this.#endpoint.port, guard, (socket) => this.#secure(socket));
    else if (guard === undefined || isIP(hostname) !== 0) this.#openProxy(proxy);
    // The proxy will resolve the name by itself: what it may be told to reach is looked at here first.
    else
      lookupFor(guard)(hostname, { all: true }, (error) =>
        error === null ? this.#openProxy(proxy) : this.#fail(error),
      );
  }

  abort(): void {
    this.#over = true;
    this.#close();
  }

  #openTcp(host: string, port: number, guard: AddressGuard | undefined, next: (socket: Socket) => void): void {
    if (this.#over) return;
    const lookup = lookupFor(guard);
    const socket = connectTcp({ host, port, lookup, noDelay: true });
    this.#watch(socket);
    socket.on("lookup", (error: Error | null) => {
      if (error === null && !this.#over) this.#observer.phase("dns");
    });
    socket.once("connect", () => {
      if (this.#over) return;
      socket.setKeepAlive(true, probeAfter);
      next(socket);
    });
  }

  #openProxy(proxy: Proxy): void {
    this.#openTcp(proxy.hostname, proxy.port, undefined, (tcp) => {
      this.#stage = "proxy";
      if (!proxy.secure) return this.#throughProxy(tcp, proxy);
      const socket = connectTls({
        ...this.#settings.tls,
        socket: tcp,
        host: proxy.hostname,
        servername: serverName(proxy.hostname),
      });
      this.#watch(socket);
      socket.once("secureConnect", () => this.#throughProxy(socket, proxy));
    });
  }

  #throughProxy(socket: Socket, proxy: Proxy): void {
    if (this.#over) return;
    if (!this.#endpoint.tunnelled) return this.#secure(socket);
    openTunnel(socket, proxy, this.#endpoint).then(
      (tunnel) => {
        if (tunnel !== socket) this.#watch(tunnel);
        if (!this.#over) this.#secure(tunnel);
      },
      (error: Error) => this.#fail(error),
    );
  }

  #secure(socket: Socket): void {
    const { origin, hostname, secure } = this.#endpoint;
    this.#observer.phase("connect");
    if (!secure) return this.#succeed(socket);
    this.#stage = "tls";
    const session = this.#sessions.get(origin);
    const tls = connectTls({
      ...this.#settings.tls,
      socket,
      servername: this.#settings.tls.servername ?? serverName(hostname),
      // What the certificate must be for; without it a literal address would not be checked.
      host: hostname,
      ALPNProtocols: this.#settings.http2 ? ["h2", "http/1.1"] : ["http/1.1"],
      ...(session === undefined ? {} : { session }),
    });
    this.#watch(tls);
    tls.on("session", (ticket) => this.#sessions.set(origin, ticket));
    tls.once("secureConnect", () => {
      if (this.#over) return;
      this.#observer.phase("tls");
      this.#succeed(tls);
    });
  }

  #watch(socket: Socket): void {
    this.#sockets.push(socket);
    // Stays for the life of the socket: an error between two owners must not be an uncaught one.
    socket.on("error", (cause) => this.#fail(cause));
    socket.once("close", () => {
      this.#fail(new Error("the connection was closed before it was ready"));
      this.#close();
    });
  }

  #succeed(socket: Socket): void {
    if (this.#over) return;
    this.#over = true;
    this.#observer.connected(socket);
  }

  #refuse(address: string): void {
    queueMicrotask(() => this.#fail(new ForbiddenAddress(address)));
  }

  #fail(cause: Error & { syscall?: string }): void {
    if (this.#over) return;
    this.#over = true;
    this.#close();
    this.#observer.failed({ kind: this.#kindOf(cause), cause });
  }

  #kindOf(cause: Error & { syscall?: string }): ConnectFailure["kind"] {
    if (cause instanceof ForbiddenAddress) return "guard";
    const { proxy } = this.#endpoint;
    if (proxy !== undefined && this.#stage === "refused" && this.#sockets.length > 0) return "proxy";
    return cause.syscall === "getaddrinfo" ? "dns" : this.#stage;
  }

  #close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** What the guard says of an address. */
class ForbiddenAddress extends Error {
  constructor(address: string) {
    super(`${address} is not a public address`);
  }
}

/** Resolves a name to addresses that the guard allows, all of them or none: these are the ones that are connected to. */
function lookupFor(guard: AddressGuard | undefined): LookupFunction {
  return (hostname, { all, ...options }, callback) => {
    lookupAll(hostname, options, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const forbidden = guard === undefined ? undefined : addresses.find(({ address }) => !guard.allows(address));
      const [first] = addresses;
      if (forbidden !== undefined) callback(new ForbiddenAddress(forbidden.address), "", 0);
      else if (all === true) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family ?? 4);
    });
  };
}

/** RFC 6066, 3: a literal address is no server name. */
function serverName(hostname: string): string {
  return isIP(hostname) === 0 ? hostname : "";
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
