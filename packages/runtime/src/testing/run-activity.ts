import { ready } from "../scheduling/ready.ts";
import { registry } from "../process/registry.ts";
import type { Scope } from "../scheduling/scope.ts";
import { HttpExchanges } from "./http-exchanges.ts";
import type { TrackedResource } from "./tracked-resource.ts";

/** What is going on in one run, as far as Node tells: what is runnable, what is in flight, whether anything happened. */
export class RunActivity {
  /** The HTTP requests that the run makes and serves. */
  readonly http: HttpExchanges = new HttpExchanges(() => this.happened());
  readonly #resources = new Set<TrackedResource>();
  readonly #immediates = new Set<TrackedResource>();
  readonly #sockets = new Set<TrackedResource>();
  readonly #others = new Set<TrackedResource>();
  readonly #listeners = new Set<() => void>();
  #events = 0;
  #awaited = 0;

  /** Calls `listener` whenever something happened in the run. */
  onEvent(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Whether somebody waits until nothing is runnable; time must not go on before. */
  get isAwaited(): boolean {
    return this.#awaited > 0;
  }

  /** Somebody waits until nothing is runnable, until disposed of. */
  await(): Disposable {
    this.#awaited++;
    return { [Symbol.dispose]: () => void this.#awaited-- };
  }

  /** Grows with each turn of a task and each event; what compares it over time learns whether anything ran. */
  get progress(): number {
    return ready.turns + this.#events;
  }

  /** Whether the next turn of the event loop will run code of the run. */
  get runnable(): boolean {
    return this.#immediates.size > 0;
  }

  /** Whether the run has nothing open through which anything could reach it from outside. */
  get isClosed(): boolean {
    return this.#resources.size === 0 && this.#sockets.size === 0 && this.#others.size === 0;
  }

  /** What holds time: each thing in flight in a word or two. */
  *inFlight(): Generator<string> {
    for (const resource of this.#resources) if (resource.inFlight) yield resource.type;
    if (this.http.holdTime) yield "HTTP request";
  }

  /** Whether a timer of foreign code will still call the program. */
  get ticking(): boolean {
    for (const resource of this.#resources) if (resource.ticks) return true;
    return false;
  }

  /** Bytes that went through the sockets of the run. */
  get traffic(): number {
    let bytes = 0;
    for (const socket of this.#sockets) bytes += socket.traffic;
    return bytes;
  }

  add(resource: TrackedResource): void {
    this.#setOf(resource).add(resource);
  }

  remove(resource: TrackedResource): void {
    if (this.#setOf(resource).delete(resource)) this.happened();
  }

  happened(): void {
    this.#events++;
    for (const listener of this.#listeners) listener();
  }

  #setOf({ kind }: TrackedResource): Set<TrackedResource> {
    switch (kind) {
      case "listener":
        return this.#others;
      case "immediate":
        return this.#immediates;
      case "socket":
        return this.#sockets;
      case "operation":
      case "job":
      case "zlib":
      case "tls":
      case "timer":
        return this.#resources;
      default:
        return kind satisfies never;
    }
  }
}

/** The run that the running code belongs to by its async context, also when its task has ended. */
export function runOfContext(): object | undefined {
  const scope = registry.scopes.getStore() as Scope<{ readonly run: object }> | undefined; // only scopes are stored
  return scope?.owner.run;
}
