import type { ResourceKind } from "./resource-kind.ts";

/** What is read of the resources that async_hooks shows; each may lack any of it. */
export interface AsyncResourceView {
  readonly constructor?: { readonly name?: string };
  /** Who is told the outcome of a request; a native reader that Node keeps for reuse has none of the three. */
  readonly oncomplete?: unknown;
  readonly ondone?: unknown;
  readonly promise?: unknown;
  /** Of a compressor: what it works on, null or undefined while it rests. */
  readonly buffer?: unknown;
  /** Of a job: starts it. */
  run?: (...args: unknown[]) => unknown;
  /** Of a timer. */
  hasRef?(): boolean;
  readonly _destroyed?: boolean;
  readonly _repeat?: unknown;
  /** Of a connection. */
  readonly bytesRead?: number;
  readonly bytesWritten?: number;
}

/** One async resource that the code of a run made, from its `init` to its end. */
export class TrackedResource {
  readonly kind: ResourceKind;
  readonly type: string;
  readonly #resource: AsyncResourceView;
  /** Of a job: it was started and will report back. */
  #started = false;

  constructor(kind: ResourceKind, type: string, resource: AsyncResourceView) {
    this.kind = kind;
    this.type = type;
    this.#resource = resource;
    if (kind === "job") this.#watchStart(resource);
  }

  /** Whether it calls back once and is over then. */
  get isSingle(): boolean {
    return this.kind === "operation" || this.kind === "job" || this.kind === "immediate";
  }

  /** Whether the platform works on it, so that its answer will call the program. */
  get inFlight(): boolean {
    const resource = this.#resource;
    switch (this.kind) {
      case "operation":
        return this.type !== "FSREQCALLBACK" || isRequest(resource);
      case "job":
        return this.#started;
      case "zlib":
        return resource.buffer !== null && resource.buffer !== undefined;
      case "timer":
        return this.ticks && typeof resource._repeat !== "number";
      case "tls":
        return isShakingHands(resource);
      case "immediate":
      case "socket":
      case "listener":
        return false;
      default:
        return this.kind satisfies never;
    }
  }

  /** Whether it is a timer that holds the process and will fire. */
  get ticks(): boolean {
    return this.kind === "timer" && this.#resource._destroyed !== true && this.#resource.hasRef?.() === true;
  }

  /** Bytes that went through a connection, both ways. */
  get traffic(): number {
    return (this.#resource.bytesRead ?? 0) + (this.#resource.bytesWritten ?? 0);
  }

  /**
   * `scryptSync` and `scrypt` make the same resource, and the first never reports back: a synchronous start returns
   * the outcome in an array, the others nothing or a promise.
   */
  #watchStart(resource: AsyncResourceView): void {
    const { run } = resource;
    if (typeof run !== "function") return;
    resource.run = (...args) => {
      const outcome = run.apply(resource, args);
      this.#started = !Array.isArray(outcome);
      return outcome;
    };
  }
}

function isRequest(resource: AsyncResourceView): boolean {
  return resource.oncomplete !== undefined || resource.ondone !== undefined || resource.promise !== undefined;
}

/** The TLS socket that a handle belongs to is found under a symbol of Node's own. */
interface TlsSocketView {
  readonly secureConnecting?: boolean;
  readonly destroyed?: boolean;
  readonly _tlsOptions?: { readonly isServer?: boolean };
}

/** Whether a client waits for the end of the handshake; a server waits for whoever comes. */
function isShakingHands(resource: object): boolean {
  const symbol = Object.getOwnPropertySymbols(resource).find(({ description }) => description === "owner_symbol");
  if (symbol === undefined) return false;
  const socket = (resource as Readonly<Record<symbol, TlsSocketView | null>>)[symbol];
  return socket?.secureConnecting === true && socket.destroyed !== true && socket._tlsOptions?.isServer !== true;
}
