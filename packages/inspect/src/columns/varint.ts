/** Bytes of one column: numbers from 0 on, the small ones short. */
export class ColumnWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  /** Writes seven bits a byte, lowest first. */
  push(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.#byte(rest);
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const longer = new Uint8Array(this.#length * 2);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    this.#bytes[this.#length++] = value;
  }
}

/** Reads what `ColumnWriter` wrote. */
export class ColumnReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws {RangeError} if nothing is left */
  next(): number {
    const first = this.#bytes[this.#at] ?? 128;
    if (first < 128) {
      this.#at++; // most are short
      return first;
    }
    let [value, unit] = [0, 1];
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError("The recording in this page is damaged: a column ends too early");
      value += (byte % 128) * unit;
      if (byte < 128) return value;
      unit *= 128;
    }
  }
}

/** Numbers around 0 as numbers from 0 on: 0, -1, 1, -2, 2, … */
export function toNatural(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** The way back. */
export function fromNatural(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
