import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";

/** A request sent and not wholly answered. */
interface Sent {
  /** Whether it waits for the other side: an answer that nobody reads does not. */
  readonly waits: boolean;
}

/**
 * The HTTP requests that a run has sent and those that servers inside the run are working on.
 *
 * One that is sent holds time, unless a server of the same run has it: then the answer comes from a task of the run,
 * which may well wait for time to pass. Requests carry no mark that would tell which is whose, so they are counted.
 */
export class HttpExchanges {
  readonly #sent = new Map<object, Sent>();
  readonly #served = new Set<object>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Whether a request is in flight that no server of this run has in hand. */
  get holdTime(): boolean {
    if (this.#sent.size === 0) return false;
    let waiting = 0;
    for (const request of this.#sent.values()) if (request.waits) waiting++;
    return waiting > this.#served.size;
  }

  sentByNode(request: ClientRequest): void {
    this.#sent.set(request, new SentByNode(request));
    request.once("close", () => this.#ended(this.#sent, request));
  }

  sentByUndici(request: object): void {
    this.#sent.set(request, new SentByUndici());
  }

  undiciHasSocket(request: object, socket: Socket): void {
    const sent = this.#sent.get(request);
    if (sent instanceof SentByUndici) sent.socket = socket;
  }

  undiciEnded(request: object): void {
    this.#ended(this.#sent, request);
  }

  serving(response: { once(event: "close", listener: () => void): unknown }): void {
    this.#served.add(response);
    response.once("close", () => this.served(response));
  }

  served(response: object): void {
    this.#ended(this.#served, response);
  }

  #ended(exchanges: { delete(key: object): boolean }, key: object): void {
    if (exchanges.delete(key)) this.#changed();
  }
}

class SentByNode implements Sent {
  readonly #request: ClientRequest;

  constructor(request: ClientRequest) {
    this.#request = request;
  }

  get waits(): boolean {
    // `res` is not in the documentation, but as old as the module.
    const { res, socket, destroyed } = this.#request as ClientRequest & {
      readonly res?: { readonly complete: boolean; readonly upgrade?: boolean } | null;
    };
    if (destroyed || res?.complete === true || res?.upgrade === true) return false;
    return socket?.isPaused() !== true;
  }
}

class SentByUndici implements Sent {
  socket: Socket | undefined = undefined;

  get waits(): boolean {
    // Read by hand, so that it always counts as paused; what nobody takes stays in its buffer.
    return this.socket === undefined || this.socket.readableLength === 0;
  }
}
