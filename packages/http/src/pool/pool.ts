import type { Dispatcher } from "undici";
import { Connection, type ConnectionSettings, mostStreams } from "./connection.ts";
import { IdleList } from "./idle-list.ts";
import type { Origin, Ticket, Waiting } from "./origin.ts";
import { ReadyOrigins } from "./ready-origins.ts";

/** Gives a turn of its own to what is chained to it, for less than `queueMicrotask`. */
const turn = Promise.resolve();

/** How many sockets a pool may hold. */
export interface PoolLimits {
  /** Open sockets in all, idle ones included. */
  readonly limit: number;
  /** Open sockets of one origin; Infinity for no limit of its own. */
  readonly limitPerHost: number;
}

/** Numbers for whoever looks. */
export interface PoolStatistics {
  /** Sockets that are opening, in use or idle. */
  readonly open: number;
  /** Sockets that wait for a request. */
  readonly idle: number;
  /** Requests that wait for a connection. */
  readonly queued: number;
}

/**
 * All connections of a session, and the one queue in front of them. First come, first served, among the requests whose
 * origin has room; a request for a full origin holds nobody else up.
 *
 * Invariants: `#open` <= `limit` and `origin.open` <= `limitPerHost` at all times; no request waits while its origin has
 * an idle connection or while there is room to open one.
 */
export class Pool {
  readonly #limits: PoolLimits;
  readonly #settings: ConnectionSettings;
  readonly #origins = new Map<string, Origin>();
  readonly #ready = new ReadyOrigins<Origin>();
  /** Idle connections of all origins, the one idle for longest first. */
  readonly #idle = new IdleList<Connection>();
  #releasing: { readonly origin: Origin; readonly connection: Connection }[] = [];
  #open = 0;
  #queued = 0;
  #turn = 0;
  /** A grant may end a request at once, which frees a place again: the loop that is at work sees it. */
  #serving = false;
  #isShut = false;

  constructor(limits: PoolLimits, settings: ConnectionSettings) {
    this.#limits = limits;
    this.#settings = settings;
  }

  get statistics(): PoolStatistics {
    return { open: this.#open, idle: this.#idle.size, queued: this.#queued };
  }

  /** The books of an origin, where there are any. */
  origin(key: string): Origin | undefined {
    return this.#origins.get(key);
  }

  /**
   * Asks for a connection. The result, if there is one, is the place in the queue: give it to `withdraw` to leave.
   */
  acquire(origin: Origin, ticket: Ticket): Waiting | undefined {
    // Nobody stands before it: an older request that waited would have taken the connection already.
    if (origin.first === undefined) {
      const connection = this.#take(origin, ticket.fresh);
      if (connection !== undefined) {
        ticket.granted(connection);
        return undefined;
      }
    }
    const waiting: Waiting = { ticket, turn: ++this.#turn, next: undefined, previous: undefined, queued: false };
    origin.append(waiting);
    this.#origins.set(origin.endpoint.key, origin);
    this.#queued++;
    this.#review(origin);
    return waiting;
  }

  /** Leaves the queue. */
  withdraw(origin: Origin, waiting: Waiting): void {
    if (!waiting.queued) return;
    origin.remove(waiting);
    this.#queued--;
    this.#review(origin);
    this.#forget(origin);
  }

  /** As `release`, but after the engine has had its say: it decides only then whether the connection goes on. */
  releaseSoon(origin: Origin, connection: Connection): void {
    if (this.#releasing.push({ origin, connection }) === 1) void turn.then(this.#releaseAll);
  }

  readonly #releaseAll = (): void => {
    const releasing = this.#releasing;
    this.#releasing = [];
    for (const { origin, connection } of releasing) this.release(origin, connection);
  };

  /** A request is over and its connection may serve another. */
  release(origin: Origin, connection: Connection): void {
    if (origin.shared === connection) return this.#releaseStream(origin, connection);
    if (this.#isShut || !connection.ready) return connection.close();
    origin.idle.push(connection);
    this.#idle.add(connection);
    this.#review(origin);
    this.#serve();
  }

  /** A request is over before its time: its connection is in the middle of something and cannot serve another. */
  abandon(origin: Origin, connection: Connection, controller: Dispatcher.DispatchController | undefined): void {
    if (origin.shared !== connection) return connection.close();
    // Only its own stream ends; one that has not begun ends when it does.
    controller?.abort(new Error("the request is over"));
    this.#releaseStream(origin, connection);
  }

  /** A connection stands, and it is known which protocol it speaks. */
  opened(origin: Origin, connection: Connection): void {
    if (!origin.probing) return;
    origin.probing = false;
    if (connection.multiplexed) {
      origin.shared = connection;
      origin.streams = 1;
    } else origin.http1 = true;
    this.#review(origin);
    this.#serve();
  }

  /** Turns away everybody who waits. */
  refuseWaiting(): void {
    for (const origin of [...this.#origins.values()]) {
      for (let waiting = origin.first; waiting !== undefined; waiting = origin.first) {
        this.withdraw(origin, waiting);
        waiting.ticket.refused();
      }
    }
  }

  /** Keeps no connection from now on: what is idle is closed, and what becomes idle too. */
  shut(): void {
    this.#isShut = true;
    for (let idle = this.#idle.first; idle !== undefined; idle = this.#idle.first) idle.close();
  }

  /**
   * An idle connection, or a new one if there is room for it; undefined if the request has to wait. Whoever wants a fresh
   * one has met a server that closes connections without a word: those that lie idle are about to be closed as well.
   */
  #take(origin: Origin, fresh: boolean): Connection | undefined {
    if (origin.shared?.ready === true) return this.#takeStream(origin, origin.shared);
    if (origin.probing) return undefined;
    if (fresh) this.#closeIdle(origin);
    for (let connection = origin.idle.pop(); connection !== undefined; connection = origin.idle.pop()) {
      this.#idle.remove(connection);
      if (connection.ready) return connection;
      connection.close();
    }
    if (origin.open >= this.#limits.limitPerHost) return undefined;
    if (this.#open >= this.#limits.limit && !this.#closeLongestIdle()) return undefined;
    return this.#make(origin);
  }

  #takeStream(origin: Origin, connection: Connection): Connection | undefined {
    if (origin.streams >= this.#mostStreams) return undefined;
    origin.streams++;
    this.#idle.remove(connection);
    return connection;
  }

  #releaseStream(origin: Origin, connection: Connection): void {
    origin.streams--;
    if (!connection.ready || (this.#isShut && origin.streams === 0)) return connection.close();
    if (origin.streams === 0) this.#idle.add(connection);
    this.#review(origin);
    this.#serve();
  }

  get #mostStreams(): number {
    return Math.min(this.#limits.limitPerHost, mostStreams);
  }

  #make(origin: Origin): Connection {
    origin.probing = this.#settings.http2 && origin.endpoint.secure && !origin.http1;
    this.#open++;
    origin.open++;
    this.#origins.set(origin.endpoint.key, origin);
    return new Connection(origin.endpoint, this.#settings, (connection) => this.#closed(origin, connection));
  }

  /** Makes room by closing an idle connection of whatever origin. */
  #closeLongestIdle(): boolean {
    const connection = this.#idle.first;
    connection?.close();
    return connection !== undefined;
  }

  #closeIdle(origin: Origin): void {
    for (const connection of [...origin.idle]) connection.close();
  }

  #closed(origin: Origin, connection: Connection): void {
    this.#open--;
    origin.open--;
    if (origin.shared === connection) {
      origin.shared = undefined;
      this.#idle.remove(connection);
    } else if (this.#idle.remove(connection)) origin.idle.splice(origin.idle.indexOf(connection), 1);
    else if (origin.open === 0) origin.probing = false;
    this.#review(origin);
    this.#serve();
    this.#forget(origin);
  }

  /** Gives connections to those who wait, as long as there are any to give. */
  #serve(): void {
    if (this.#serving) return;
    this.#serving = true;
    this.#serveAll();
    this.#serving = false;
  }

  #serveAll(): void {
    for (let origin = this.#ready.first; origin !== undefined; origin = this.#ready.first) {
      const waiting = origin.first as Waiting; // an origin is ready only while somebody waits
      const connection = this.#take(origin, waiting.ticket.fresh);
      if (connection === undefined) return;
      origin.remove(waiting);
      this.#queued--;
      this.#review(origin);
      waiting.ticket.granted(connection);
    }
  }

  /** Whether the origin has somebody to serve and room to do so may have changed. */
  #review(origin: Origin): void {
    if (origin.first !== undefined && this.#hasRoom(origin)) this.#ready.update(origin);
    else this.#ready.remove(origin);
  }

  #hasRoom(origin: Origin): boolean {
    if (origin.shared?.ready === true) return origin.streams < this.#mostStreams;
    return !origin.probing && (origin.idle.length > 0 || origin.open < this.#limits.limitPerHost);
  }

  /** An origin without connections and waiters leaves no trace: a crawl sees millions of them. */
  #forget(origin: Origin): void {
    if (origin.open === 0 && origin.first === undefined) this.#origins.delete(origin.endpoint.key);
  }
}
