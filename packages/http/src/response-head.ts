/** Header fields by lower-case name; several values of one name in the order in which they came. */
type Fields = Readonly<Record<string, string | string[] | undefined>>;

const none: readonly string[] = [];

/** An answer up to its body: the status and the headers, as the engine gave them. */
export class ResponseHead {
  readonly status: number;
  /** The words after the status; may be empty. */
  readonly reason: string;
  /** `"1.1"` or `"2"`. */
  readonly httpVersion: string;
  readonly #fields: Fields;
  /** Names and values in turn, as they came. */
  readonly #flat: readonly (Buffer | string)[];
  #pairs: ReadonlyArray<readonly [string, string]> | undefined;

  constructor(
    status: number,
    reason: string,
    httpVersion: string,
    fields: Fields,
    flat: readonly (Buffer | string)[] = flatten(fields),
  ) {
    this.status = status;
    this.reason = reason;
    this.httpVersion = httpVersion;
    this.#fields = fields;
    this.#flat = flat;
  }

  /** Of an answer that came by no connection. */
  static of(status: number, reason: string, pairs: readonly (readonly [string, string])[]): ResponseHead {
    return new ResponseHead(status, reason, "1.1", groupFields(pairs), pairs.flat());
  }

  /** Names and values as they came, in their order. */
  get pairs(): ReadonlyArray<readonly [name: string, value: string]> {
    return (this.#pairs ??= pairUp(this.#flat));
  }

  /** The value under a lower-case name; the first one if it is repeated. */
  field(name: string): string | undefined {
    const value = this.#fields[name];
    return typeof value === "string" ? value : value?.[0];
  }

  /** All values under a lower-case name. */
  all(name: string): readonly string[] {
    const value = this.#fields[name];
    return value === undefined ? none : typeof value === "string" ? [value] : value;
  }

  /** All values under a lower-case name as one list, as RFC 9110, 5.3 has it. */
  list(name: string): string | undefined {
    const value = this.#fields[name];
    return typeof value === "string" ? value : value?.join(", ");
  }

  /** Bytes of the body, where it says so. */
  get contentLength(): number | undefined {
    const length = this.list("content-length");
    return length === undefined ? undefined : Number(length); // the parser has checked it
  }

  /** Whether a body comes after it, in answer to a request of that method. */
  hasBody(method: string): boolean {
    return method !== "HEAD" && this.status !== 204 && this.status !== 304;
  }
}

/** Over HTTP/1 the engine keeps what the parser found; over HTTP/2 there are only fields. */
function flatten(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, value]) => [value ?? ""].flat().flatMap((one) => [name, one]));
}

function groupFields(pairs: readonly (readonly [string, string])[]): Fields {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of pairs) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}

function pairUp(flat: readonly (Buffer | string)[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) pairs.push([latin1(flat[index]), latin1(flat[index + 1])]);
  return pairs;
}

function latin1(value: Buffer | string | undefined): string {
  return typeof value === "string" ? value : (value?.toString("latin1") ?? "");
}
