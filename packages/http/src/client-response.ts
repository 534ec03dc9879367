import type { BodyStream } from "./body/body-stream.ts";
import { decodeText } from "./body/charset.ts";
import { BodyError, type RequestSummary, StatusError } from "./errors.ts";
import type { HttpResponse, Link } from "./http-response.ts";
import { parseLinks } from "./link-header.ts";
import { redactUrl } from "./redact.ts";
import { responseCookies } from "./response-cookies.ts";
import { ResponseHead } from "./response-head.ts";
import type { StandardSchema } from "./standard-schema.ts";
import { newStopwatch, type Timings } from "./timings.ts";

/** @internal What a response is made of. */
export interface ResponseParts {
  readonly method: string;
  /** Undefined while it was made by hand and has not come through a session. */
  readonly url: URL | undefined;
  readonly head: ResponseHead;
  readonly timings: Timings;
  readonly attempts: number;
  readonly history: readonly ClientResponse[];
  /** A buffered body, or one that is still coming. */
  readonly body: Buffer | BodyStream;
}

/**
 * An answer. Of a buffered one the body has been read and the connection given back; its readers may be called any
 * number of times.
 *
 * @example
 * ```ts
 * import { ClientSession } from "@baedal/http";
 *
 * await using session = new ClientSession();
 * const response = await session.get("https://example.com/");
 * console.log(response.status, response.headers.get("content-type"), (await response.text()).length);
 * ```
 */
export class ClientResponse implements HttpResponse {
  readonly #parts: ResponseParts;
  #headers: Headers | undefined;
  #read: Promise<Uint8Array> | undefined;
  #claimed = false;

  static {
    // What `console.log` shows: one line, without the body and without what it holds on to.
    Object.defineProperty(this.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: ClientResponse): string {
        return `ClientResponse <${this.status}${this.reason === "" ? "" : ` ${this.reason}`}, ${this.#what}>`;
      },
    });
  }

  /** @internal Use `ClientResponse.of`. */
  constructor(parts: ResponseParts) {
    this.#parts = parts;
  }

  /**
   * Makes a response without a request, for middleware and tests.
   *
   * @example
   * ```ts
   * import { ClientResponse } from "@baedal/http";
   *
   * const response = ClientResponse.of(200, { "content-type": "application/json" }, '{"bowls":3}');
   * console.log(await response.json()); // { bowls: 3 }
   * ```
   */
  static of(
    status: number,
    headers: Headers | Record<string, string> | [string, string][] = {},
    body: string | Uint8Array = "",
    reason = "",
  ): ClientResponse {
    return new ClientResponse({
      method: "GET",
      url: undefined,
      head: ResponseHead.of(status, reason, [...new Headers(headers)]),
      timings: newStopwatch(),
      attempts: 1,
      history: [],
      body: Buffer.from(body as string), // Buffer.from has no overload for the union
    });
  }

  get status(): number {
    return this.#parts.head.status;
  }

  /** The words after the status; may be empty. */
  get reason(): string {
    return this.#parts.head.reason;
  }

  /** Whether the status is 200 to 299. */
  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  /** Where the answer came from, after redirects; without credentials and fragment. `""` for one made by `of`. */
  get url(): string {
    return this.#parts.url?.href ?? "";
  }

  /** Made when first asked for. */
  get headers(): Headers {
    return (this.#headers ??= new Headers(this.rawHeaders.map(([name, value]) => [name, value] as [string, string])));
  }

  /** Names and values as they came, in their order. */
  get rawHeaders(): ReadonlyArray<readonly [name: string, value: string]> {
    return this.#parts.head.pairs;
  }

  /** The cookies that this response sets, by name. */
  get cookies(): Map<string, string> {
    return responseCookies(this.all("set-cookie"));
  }

  /** The targets of the `Link` headers (RFC 8288) by `rel`, resolved against the URL. */
  get links(): Record<string, Link> {
    return parseLinks(this.all("link").join(", "), this.url);
  }

  /** The responses that led here by redirect, the first one first. */
  get history(): readonly ClientResponse[] {
    return this.#parts.history;
  }

  /** How often the request was sent, the successful time included. */
  get attempts(): number {
    return this.#parts.attempts;
  }

  /** `"1.1"` or `"2"`. */
  get httpVersion(): string {
    return this.#parts.head.httpVersion;
  }

  get timings(): Timings {
    return this.#parts.timings;
  }

  /** @internal A header without making `headers`; the first one if it is repeated. */
  field(name: string): string | undefined {
    return this.#parts.head.field(name);
  }

  /** @internal All values of a header without making `headers`. */
  all(name: string): readonly string[] {
    return this.#parts.head.all(name);
  }

  /**
   * The body as text. The charset is named by a byte order mark, else the Content-Type header, else a `<meta>` element
   * (HTML only), else it is UTF-8.
   *
   * @param encoding - overrides all of that
   */
  async text(encoding?: string): Promise<string> {
    const { body } = this.#parts;
    const bytes = body instanceof Uint8Array ? body : await this.bytes();
    return decodeText(bytes, this.field("content-type"), encoding);
  }

  /**
   * The body as JSON, checked by a schema if one is given (any Standard Schema: Zod, Valibot, ArkType, …).
   *
   * @throws BodyError if it is not JSON, or does not fit the schema (`issues`)
   */
  async json<T = unknown>(schema?: StandardSchema<T>): Promise<T> {
    const value = this.#parse(await this.text());
    if (schema === undefined) return value as T; // the caller's word for it
    const result = await schema["~standard"].validate(value);
    if (result.issues === undefined) return result.value;
    const [issue] = result.issues;
    throw new BodyError(`The JSON of ${this.#what} does not fit the schema: ${issue?.message ?? "no reason given"}`, {
      request: this.#summary,
      response: this,
      issues: result.issues,
    });
  }

  /** The body as it is after decoding. Of a stream it is read now, and kept. */
  bytes(): Promise<Uint8Array> {
    const { body } = this.#parts;
    if (body instanceof Uint8Array) return Promise.resolve(body);
    return (this.#read ??= readAll(this.#claim(body)));
  }

  /** The body in chunks: of a stream as they come, once; leaving the loop early gives the connection back. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    const { body } = this.#parts;
    if (body instanceof Uint8Array) {
      if (body.length > 0) yield body;
      return;
    }
    const stream = this.#claim(body);
    try {
      for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) yield chunk;
    } finally {
      stream.cancel(new Error("The body was not read to its end"));
    }
  }

  /**
   * Returns the response itself, unless its status is an error.
   *
   * @throws StatusError for 400 and more
   */
  raiseForStatus(): this {
    if (this.status < 400) return this;
    const status = this.reason === "" ? this.status : `${this.status} ${this.reason}`;
    throw new StatusError(`${this.#what} was answered with ${status}`, { request: this.#summary, response: this });
  }

  /** Gives the connection back; of a buffered response there is nothing left to do. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.discard(new Error("The response was disposed of"));
  }

  /** @internal The body itself; a stream is for its one reader. */
  claim(): Buffer | BodyStream {
    const { body } = this.#parts;
    return body instanceof Uint8Array ? body : this.#claim(body);
  }

  /** @internal The whole body, unless it comes as a stream. */
  get received(): Buffer | undefined {
    const { body } = this.#parts;
    return body instanceof Uint8Array ? body : undefined;
  }

  /** @internal Calls back when nothing more comes over the connection for this response. */
  onReceived(callback: () => void): void {
    const { body } = this.#parts;
    if (body instanceof Uint8Array) callback();
    else body.onReceived(callback);
  }

  /** @internal Gives up what has not been read; later readers get the reason. */
  discard(reason: unknown): void {
    const { body } = this.#parts;
    if (!(body instanceof Uint8Array)) body.cancel(reason);
  }

  /** A stream has one reader. */
  #claim(body: BodyStream): BodyStream {
    if (this.#claimed) throw new TypeError("The body of this response is a stream and was read already");
    this.#claimed = true;
    return body;
  }

  /** @internal Itself, or if it was made by hand, the same as an answer to this request. */
  adoptedBy(request: Pick<ResponseParts, "method" | "attempts" | "history"> & { readonly url: URL }): ClientResponse {
    if (this.#parts.url !== undefined) return this;
    const { method, url, attempts, history } = request;
    return new ClientResponse({ ...this.#parts, method, url, attempts, history });
  }

  get #summary(): RequestSummary {
    const { method, url } = this.#parts;
    return { method, url: url === undefined ? "" : redactUrl(url) };
  }

  get #what(): string {
    const { method, url } = this.#summary;
    return url === "" ? "a response" : `${method} ${url}`;
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      const problem = text === "" ? "is empty" : "is not JSON";
      throw new BodyError(`The body of ${this.#what} ${problem} (status ${this.status})`, {
        request: this.#summary,
        response: this,
        cause,
      });
    }
  }
}

async function readAll(stream: BodyStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) chunks.push(chunk);
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks); // one chunk
}
