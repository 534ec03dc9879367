import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Why a request is refused. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/**
 * Who may come in: whoever knows the token and speaks to this address by its own name. A name of somebody else's that
 * leads here (DNS rebinding) shows in `Host`, a page of somebody else's that asks in `Origin`.
 */
export class Gate {
  readonly #names: readonly string[];
  readonly #token: string;

  constructor(port: number, token: string) {
    this.#names = [`127.0.0.1:${port}`, `localhost:${port}`];
    this.#token = token;
  }

  /** @returns why it must stay outside; undefined if it may come in */
  refuse({ headers, url = "/" }: IncomingMessage): Refusal | undefined {
    const { host = "", origin } = headers;
    if (!this.#names.includes(host)) {
      return forbidden(`This page is served as ${this.#names[0]} only, and not as ${host || "nothing"}`);
    }
    if (origin !== undefined && !this.#names.some((name) => origin === `http://${name}`)) {
      return forbidden(`Pages from ${origin} may not read this`);
    }
    const token = new URL(url, "http://127.0.0.1").searchParams.get("token") ?? "";
    if (this.#isToken(token)) return undefined;
    return forbidden("The token is wrong; the whole address stands on stderr of the program");
  }

  #isToken(given: string): boolean {
    const [one, other] = [Buffer.from(given), Buffer.from(this.#token)];
    return one.length === other.length && timingSafeEqual(one, other);
  }
}

function forbidden(reason: string): Refusal {
  return { status: 403, reason };
}
