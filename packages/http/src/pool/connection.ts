import type { Socket } from "node:net";
import type { Dispatcher } from "undici";
import Client from "undici/lib/dispatcher/client.js";
import type { Connect, ConnectObserver } from "./connect.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Idling } from "./idle-list.ts";
import { StreamWatch } from "./stream-watch.ts";

/** What the engine needs to know of a connection. */
export interface ConnectionSettings {
  readonly connect: Connect;
  /** How long it may lie idle, in ms; 0 = one request a connection. */
  readonly keepAlive: number;
  readonly maxHeaderSize: number;
  /** Whether HTTP/2 is offered to https servers. */
  readonly http2: boolean;
}

/** Streams over one HTTP/2 connection. */
export const mostStreams = 100;

/**
 * One socket, with an engine of its own that parses and writes. The engine never connects by itself: the socket is made
 * here, so that it can be aborted, timed and counted, and the engine gets it once.
 *
 *     unopened ── open() ──> opening ──> ready <──> in use ──> closed
 */
export class Connection implements Idling {
  nextIdle: Idling | undefined = undefined;
  previousIdle: Idling | undefined = undefined;
  isIdle = false;
  readonly endpoint: Endpoint;
  /** Requests it was used for. More than one means that the server may have closed it meanwhile. */
  uses = 0;
  readonly #settings: ConnectionSettings;
  readonly #onClose: (connection: Connection) => void;
  #socket: Socket | undefined;
  #engine: Client | undefined;
  /** Under HTTP/2. */
  #streams: StreamWatch | undefined;
  #abortOpening: (() => void) | undefined;
  #closed = false;

  constructor(endpoint: Endpoint, settings: ConnectionSettings, onClose: (connection: Connection) => void) {
    this.endpoint = endpoint;
    this.#settings = settings;
    this.#onClose = onClose;
  }

  /** Whether it can take a request now. */
  get ready(): boolean {
    return this.#socket !== undefined && !this.#closed && !this.#socket.destroyed && this.#socket.writable;
  }

  /** The engine begins with a request that it was handed. */
  starting(handler: Dispatcher.DispatchHandler): void {
    this.#streams?.starting(handler);
  }

  /** Whether what came for a request ended by an error of the socket, or of its stream: a body that ends so is not complete. */
  brokeOff(handler: Dispatcher.DispatchHandler): boolean {
    return this.#socket?.errored != null || this.#streams?.wasReset(handler) === true;
  }

  /** Whether it carries many requests at a time: HTTP/2. */
  get multiplexed(): boolean {
    return (this.#socket as { alpnProtocol?: unknown } | undefined)?.alpnProtocol === "h2"; // of TLS sockets
  }

  get httpVersion(): string {
    return this.multiplexed ? "2" : "1.1";
  }

  open(observer: ConnectObserver): void {
    this.#abortOpening = this.#settings.connect(this.endpoint, {
      phase: (phase) => observer.phase(phase),
      connected: (socket) => {
        this.#adopt(socket);
        observer.connected(socket);
      },
      failed: (failure) => {
        this.close();
        observer.failed(failure);
      },
    });
  }

  /** Hands a request to the engine. */
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.uses++;
    // `open` came before: the pool gives out ready connections, or new ones that are opened first.
    (this.#engine as Client).dispatch(options, handler);
  }

  /** Closes the socket at once. Says so to the pool in the same turn. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#abortOpening?.();
    const socket = this.#socket;
    // On a socket that closed by itself the engine finds the better error: it knows what was being read.
    if (socket !== undefined && !socket.destroyed) {
      this.#engine?.destroy(null, () => {});
      socket.destroy();
    }
    this.#onClose(this);
  }

  #adopt(socket: Socket): void {
    this.#abortOpening = undefined;
    this.#socket = socket;
    socket.once("close", () => this.close());
    if (this.multiplexed) this.#streams = new StreamWatch(socket);
    this.#engine = this.#makeEngine(socket);
  }

  #makeEngine(socket: Socket): Client {
    const { keepAlive, maxHeaderSize, http2 } = this.#settings;
    let given = false;
    return new Client(this.endpoint.origin, {
      connect: (_options, callback) => {
        // Not in this turn: the engine drops a socket that it gets while it is still asking for it.
        queueMicrotask(() => {
          if (!given && !socket.destroyed) {
            given = true;
            return callback(null, socket);
          }
          // It has done with the socket, open or not: a server that speaks HTTP/2 may have said that it goes away.
          callback(new Error("the connection is closed"), null);
          this.close();
        });
      },
      pipelining: keepAlive === 0 ? 0 : 1,
      keepAliveTimeout: Math.max(keepAlive, 1),
      keepAliveMaxTimeout: Math.max(keepAlive, 1),
      keepAliveTimeoutThreshold: 1000,
      maxHeaderSize,
      allowH2: http2,
      h2Options: { maxConcurrentStreams: mostStreams },
      // Deadlines are the session's own: the engine's are off by up to a second.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }
}
