import { readFile } from "node:fs/promises";
import { ClientResponse } from "../client-response.ts";
import type { Connector, NetworkRequest } from "../options/connector.ts";
import { type Exchange, type Tape, tapeUrl } from "./tape.ts";

/**
 * Answers from a file that `Recorder` wrote, without a network. Exchanges with the same method and URL are played in the
 * order in which they took place, the last of them as often as asked.
 *
 * @example
 * ```ts
 * import { ClientSession } from "@baedal/http";
 * import { Player } from "@baedal/http/testing";
 *
 * await using session = new ClientSession({ connector: await Player.load("exchanges.json") });
 * console.log((await session.get("https://example.com/")).status);
 * ```
 */
export class Player implements Connector {
  readonly #path: string;
  readonly #exchanges = new Map<string, Exchange[]>();

  /** @internal Use `Player.load`. */
  constructor(path: string, tape: Tape) {
    this.#path = path;
    for (const exchange of tape.exchanges) {
      const key = `${exchange.request.method} ${exchange.request.url}`;
      this.#exchanges.set(key, [...(this.#exchanges.get(key) ?? []), exchange]);
    }
  }

  /**
   * @throws Error naming the file, if it cannot be read or is no recording
   */
  static async load(path: string): Promise<Player> {
    try {
      const tape = JSON.parse(await readFile(path, "utf8")) as Partial<Tape>; // looked at in the next line
      if (tape.version !== 1 || !Array.isArray(tape.exchanges))
        throw new TypeError("it is not a recording of version 1");
      return new Player(path, { version: 1, exchanges: tape.exchanges });
    } catch (cause) {
      throw new Error(`${path} cannot be played: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }

  send({ method, url }: NetworkRequest): ClientResponse {
    const key = `${method} ${tapeUrl(url)}`;
    const exchanges = this.#exchanges.get(key);
    const exchange = exchanges !== undefined && exchanges.length > 1 ? exchanges.shift() : exchanges?.[0];
    if (exchange === undefined) throw new Error(`${this.#path} has no exchange for ${key}; record it again`);
    const { status, reason, headers, text, base64 } = exchange.response;
    const pairs = headers.map(([name, value]) => [name, value] as [string, string]);
    return ClientResponse.of(status, pairs, text ?? Buffer.from(base64 ?? "", "base64"), reason);
  }
}
