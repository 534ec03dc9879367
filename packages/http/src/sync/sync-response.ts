import { decodeText } from "../body/charset.ts";
import { ClientResponse } from "../client-response.ts";
import { BodyError, StatusError, type HttpErrorInit } from "../errors.ts";
import type { HttpResponse, Link } from "../http-response.ts";
import { redactUrl } from "../redact.ts";
import type { StandardSchema } from "../standard-schema.ts";
import type { Timings } from "../timings.ts";
import type { WireResponse } from "./wire.ts";

/**
 * An answer to a `SyncSession`: as `ClientResponse`, but its body is there at once. `text` and `bytes` are properties.
 */
export class SyncResponse {
  readonly #response: ClientResponse;
  readonly #wire: WireResponse;
  /** The body as it is after decoding. */
  readonly bytes: Uint8Array;
  /** The responses that led here by redirect, the first one first. */
  readonly history: readonly SyncResponse[];
  #text: string | undefined;

  /** @internal */
  constructor(wire: WireResponse) {
    this.#wire = wire;
    this.#response = ClientResponse.of(
      wire.status,
      wire.rawHeaders.map(([name, value]) => [name, value]),
    );
    this.bytes = wire.body;
    this.history = wire.history.map((hop) => new SyncResponse(hop));
  }

  get status(): number {
    return this.#wire.status;
  }

  /** The words after the status; may be empty. */
  get reason(): string {
    return this.#wire.reason;
  }

  /** Whether the status is 200 to 299. */
  get ok(): boolean {
    return this.#response.ok;
  }

  /** Where the answer came from, after redirects; without credentials and fragment. */
  get url(): string {
    return this.#wire.url;
  }

  get headers(): Headers {
    return this.#response.headers;
  }

  /** Names and values as they came, in their order. */
  get rawHeaders(): ReadonlyArray<readonly [name: string, value: string]> {
    return this.#wire.rawHeaders;
  }

  /** The cookies that this response sets, by name. */
  get cookies(): Map<string, string> {
    return this.#response.cookies;
  }

  /** The targets of the `Link` headers by `rel`, resolved against the URL. */
  get links(): Record<string, Link> {
    return this.#response.links;
  }

  /** How often the request was sent. */
  get attempts(): number {
    return this.#wire.attempts;
  }

  get httpVersion(): string {
    return this.#wire.httpVersion;
  }

  get timings(): Timings {
    return this.#wire.timings;
  }

  /** The body as text; the charset is found as by `ClientResponse.text`. */
  get text(): string {
    return (this.#text ??= decodeText(this.bytes, this.#response.field("content-type")));
  }

  /**
   * The body as JSON, checked by a schema if one is given.
   *
   * @throws BodyError if it is not JSON, or does not fit the schema (`issues`)
   * @throws TypeError if the schema can only check asynchronously
   */
  json<T = unknown>(schema?: StandardSchema<T>): T {
    const value = this.#parse();
    if (schema === undefined) return value as T; // the caller's word for it
    const result = schema["~standard"].validate(value);
    if (result instanceof Promise) throw new TypeError("This schema checks asynchronously; use ClientSession with it");
    if (result.issues === undefined) return result.value;
    const reason = result.issues[0]?.message ?? "no reason given";
    throw new BodyError(`The JSON of ${this.#what} does not fit the schema: ${reason}`, {
      ...this.#init,
      issues: result.issues,
    });
  }

  /**
   * Returns the response itself, unless its status is an error.
   *
   * @throws StatusError for 400 and more
   */
  raiseForStatus(): this {
    if (this.status < 400) return this;
    const status = this.reason === "" ? this.status : `${this.status} ${this.reason}`;
    throw new StatusError(`${this.#what} was answered with ${status}`, this.#init);
  }

  #parse(): unknown {
    try {
      return JSON.parse(this.text);
    } catch (cause) {
      const problem = this.text === "" ? "is empty" : "is not JSON";
      throw new BodyError(`The body of ${this.#what} ${problem} (status ${this.status})`, { ...this.#init, cause });
    }
  }

  get #what(): string {
    return `${this.#wire.method} ${redactUrl(new URL(this.url))}`;
  }

  get #init(): HttpErrorInit {
    const request = { method: this.#wire.method, url: redactUrl(new URL(this.url)) };
    // The errors are those of the asynchronous session; what reads the response here knows which one it has.
    return { request, response: this as unknown as HttpResponse };
  }
}
