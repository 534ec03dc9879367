/** Headers as they are given: a record (`null` takes a default out), pairs, or `Headers`. */
export type HeadersInput =
  | Readonly<Record<string, string | number | readonly string[] | null | undefined>>
  | Iterable<readonly [string, string]>;

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// RFC 9110, 5.5: visible characters, space, tab and obs-text. CR and LF would let a value add headers of its own.
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Request headers in order, as a flat list `[name, value, name, value, …]`: the shape that the engine takes.
 * A list of ten is searched faster than a `Headers` object is made.
 */
export class HeaderList {
  readonly flat: string[];

  constructor(flat: string[] = []) {
    this.flat = flat;
  }

  clone(): HeaderList {
    return new HeaderList(this.flat.slice());
  }

  /** The values under a name, joined by commas; undefined when there are none. */
  get(name: string): string | undefined {
    const { flat } = this;
    const wanted = name.toLowerCase();
    let found: string | undefined;
    for (let index = 0; index < flat.length; index += 2) {
      const key = flat[index] as string; // even index < length
      if (key.length !== wanted.length || key.toLowerCase() !== wanted) continue;
      const value = flat[index + 1] as string; // names and values come in pairs
      found = found === undefined ? value : `${found}, ${value}`;
    }
    return found;
  }

  /** A copy with one header more, of a name that is not there yet. */
  with(name: string, value: string): HeaderList {
    return new HeaderList([...this.flat, name, value]);
  }

  /** Puts one value in the place of all values under that name. The caller vouches for both. */
  set(name: string, value: string): void {
    this.delete(name);
    this.flat.push(name, value);
  }

  delete(name: string): void {
    const wanted = name.toLowerCase();
    this.keep((key) => key !== wanted);
  }

  /** Keeps the headers whose lower-case name the predicate accepts. */
  keep(wanted: (name: string) => boolean): void {
    const { flat } = this;
    let length = 0;
    for (let index = 0; index < flat.length; index += 2) {
      const name = flat[index] as string; // even index < length
      if (!wanted(name.toLowerCase())) continue;
      flat[length] = name;
      flat[length + 1] = flat[index + 1] as string; // names and values come in pairs
      length += 2;
    }
    flat.length = length;
  }

  /**
   * Lets what a caller gave override what is there.
   *
   * @throws TypeError for a name or value that HTTP does not allow, CR and LF among them
   */
  override(headers: HeadersInput): void {
    if (Symbol.iterator in headers) return this.#overridePairs(headers as Iterable<readonly [string, string]>);
    for (const [name, value] of Object.entries(headers)) {
      if (value === undefined) continue;
      this.delete(name);
      if (value !== null) for (const one of Array.isArray(value) ? value : [value]) this.#append(name, String(one));
    }
  }

  #overridePairs(pairs: Iterable<readonly [string, string]>): void {
    const given = [...pairs];
    for (const [name] of given) this.delete(String(name));
    for (const [name, value] of given) this.#append(String(name), String(value));
  }

  #append(name: string, value: string): void {
    if (!token.test(name)) throw new TypeError(`${JSON.stringify(name)} is not a valid header name`);
    const trimmed = value.replace(/^[ \t]+|[ \t]+$/g, ""); // HTTP knows no other white space
    // The value is not shown: it may be a credential.
    if (!fieldValue.test(trimmed)) {
      throw new TypeError(`The value of the header ${name} has a character that HTTP does not allow, such as CR or LF`);
    }
    if (value !== trimmed && /[\r\n]/.test(value)) {
      throw new TypeError(`The value of the header ${name} begins or ends with CR or LF, which HTTP does not allow`);
    }
    this.flat.push(name, trimmed);
  }

  *[Symbol.iterator](): Generator<[name: string, value: string]> {
    const { flat } = this;
    for (let index = 0; index < flat.length; index += 2) {
      yield [flat[index] as string, flat[index + 1] as string]; // pairs
    }
  }
}
