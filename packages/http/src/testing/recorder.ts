import { writeFile } from "node:fs/promises";
import type { ClientResponse } from "../client-response.ts";
import type { Connector, Network, NetworkRequest } from "../options/connector.ts";
import { redactHeader } from "../redact-header.ts";
import { redactText } from "../redact-text.ts";
import { type Exchange, type Tape, tapeUrl } from "./tape.ts";

/** How a recording is written. */
export interface RecorderOptions {
  /** Changes each exchange before it is kept, for secrets that only you know. */
  readonly redact?: (exchange: Exchange) => Exchange;
}

/**
 * Passes requests on to the network and keeps the exchanges in a file, for `Player`. Credentials are replaced by `***`:
 * headers and cookies, and fields of bodies and parameters of URLs that are named like secrets.
 *
 * @example
 * ```ts
 * import { ClientSession } from "@baedal/http";
 * import { Recorder } from "@baedal/http/testing";
 *
 * await using recorder = new Recorder("exchanges.json");
 * await using session = new ClientSession({ connector: recorder });
 * await session.get("https://example.com/");
 * ```
 */
export class Recorder implements Connector {
  readonly #path: string;
  readonly #redact: (exchange: Exchange) => Exchange;
  readonly #exchanges: Exchange[] = [];

  constructor(path: string, { redact = (exchange) => exchange }: RecorderOptions = {}) {
    this.#path = path;
    this.#redact = redact;
  }

  async send(request: NetworkRequest, network: Network): Promise<ClientResponse> {
    const response = await network();
    this.#exchanges.push(this.#redact(await exchangeOf(request, response)));
    return response;
  }

  /** Writes the file. */
  async save(): Promise<void> {
    const tape: Tape = { version: 1, exchanges: this.#exchanges };
    await writeFile(this.#path, `${JSON.stringify(tape, undefined, 2)}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.save();
  }
}

async function exchangeOf(request: NetworkRequest, response: ClientResponse): Promise<Exchange> {
  const body = request.body === undefined ? {} : { body: redactText(Buffer.from(request.body as string).toString()) };
  const headers = [...request.headers].map(([name, value]) => [name, redactHeader(name, value)] as const);
  const { status, reason, rawHeaders } = response;
  return {
    request: { method: request.method, url: tapeUrl(request.url), headers: Object.fromEntries(headers), ...body },
    response: {
      status,
      reason,
      headers: rawHeaders
        .filter(([name]) => !isFraming(name))
        .map(([name, value]) => [name, redactHeader(name, value)]),
      ...bodyOf(await response.bytes()),
    },
  };
}

/** The body is kept decoded and whole, so how it came no longer holds. */
function isFraming(name: string): boolean {
  return /^(?:content-encoding|content-length|transfer-encoding|connection|keep-alive)$/i.test(name);
}

function bodyOf(bytes: Uint8Array): { text: string } | { base64: string } {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString("utf8");
  return Buffer.from(text).equals(buffer) ? { text: redactText(text) } : { base64: buffer.toString("base64") };
}
