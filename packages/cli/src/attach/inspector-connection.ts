import { once } from "node:events";

/** A program did not answer in time: its main thread does not come to look. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

interface Answer {
  readonly result?: { readonly result: { readonly value: unknown }; readonly exceptionDetails?: unknown };
  readonly error?: { readonly message: string };
}

/** A session of the Chrome DevTools Protocol with another process, for evaluating expressions there. */
export class InspectorConnection implements Disposable {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (answer: Answer) => void>();
  #last = 0;
  /** Settles when the other side is gone. */
  readonly closed: Promise<unknown>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = once(socket, "close");
    socket.addEventListener("message", (event) => this.#receive(String(event.data)));
    // At its end a program would wait for this session; it says so first, and then it is let go.
    this.send("NodeRuntime.enable", {});
    this.send("NodeRuntime.notifyWhenWaitingForDisconnect", { enabled: true });
  }

  static async open(url: string, signal: AbortSignal): Promise<InspectorConnection> {
    const socket = new WebSocket(url);
    try {
      await once(socket, "open", { signal });
      return new InspectorConnection(socket);
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /**
   * The value of an expression there, as JSON carries it.
   *
   * @param patience - milliseconds
   * @throws NoAnswer
   */
  async evaluate(expression: string, patience: number): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const id = this.send("Runtime.evaluate", { expression, returnByValue: true, silent: true });
    this.#answers.set(id, resolve);
    const timer = setTimeout(() => reject(new NoAnswer(`No answer within ${patience} ms`)), patience);
    void this.closed.then(() => reject(new NoAnswer("The connection was closed")));
    try {
      return valueOf(await promise);
    } finally {
      clearTimeout(timer);
      this.#answers.delete(id);
    }
  }

  /** Sends a command whose answer nobody waits for. */
  send(method: string, params: Readonly<Record<string, unknown>>): number {
    this.#socket.send(JSON.stringify({ id: ++this.#last, method, params }));
    return this.#last;
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as Answer & { readonly id?: number; readonly method?: string }; // the protocol says so
    if (message.method === "NodeRuntime.waitingForDisconnect") return this[Symbol.dispose]();
    if (message.id !== undefined) this.#answers.get(message.id)?.(message);
  }
}

function valueOf({ result, error }: Answer): unknown {
  if (error !== undefined) throw new Error(`The inspector says: ${error.message}`);
  if (result?.exceptionDetails !== undefined)
    throw new Error(`There it threw: ${JSON.stringify(result.exceptionDetails)}`);
  return result?.result.value;
}
