import type { ClientHttp2Session, ClientHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import symbols from "undici/lib/core/symbols.js";

/**
 * Knows which stream of an HTTP/2 connection carries which request. The engine takes a stream that the server resets in the
 * middle of a body for one that has come to its end, and half a body for a whole one. The code of the reset tells them
 * apart; it is on the stream, which the engine shows to nobody: it is seen here as the engine opens it.
 */
export class StreamWatch {
  readonly #streams = new WeakMap<object, ClientHttp2Stream>();
  /** The request that the next stream is for. */
  #starting: object | undefined;

  constructor(socket: Socket) {
    // The engine puts the session there as soon as it has made it.
    let session: ClientHttp2Session | undefined;
    Object.defineProperty(socket, symbols.kHTTP2Session, {
      configurable: true,
      get: () => session,
      set: (made: ClientHttp2Session | undefined) => {
        session = made;
        if (made !== undefined && made !== null) this.#follow(made);
      },
    });
  }

  /** The engine begins with a request; the stream that it opens next, in this turn, is for it. */
  starting(request: object): void {
    this.#starting = request;
  }

  /** Whether the server has ended the stream of a request by an error. */
  wasReset(request: object): boolean {
    return (this.#streams.get(request)?.rstCode ?? 0) !== 0;
  }

  #follow(session: ClientHttp2Session): void {
    const open = session.request.bind(session);
    session.request = (...args) => {
      const stream = open(...args);
      if (this.#starting !== undefined) this.#streams.set(this.#starting, stream);
      this.#starting = undefined;
      return stream;
    };
  }
}
