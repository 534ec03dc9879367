/** Slots that stand before and between entries; with fewer, searches become long. */
const slotsPerEntry = 1.3;
const fewestSlots = 2048;
const growth = 2;
const none: readonly number[] = [];
/** No fingerprint: those are not negative. */
const vacant = -1;

/**
 * Page ids by fingerprint, 16 bytes a slot: of a `Map` the same would be five times as much. A fingerprint may stand there
 * several times. Open addressing with linear probing; fingerprints are parts of a hash, so their last bits are the place.
 */
export class FingerprintMap {
  #fingerprints = new Float64Array(fewestSlots).fill(vacant);
  #ids = new Float64Array(fewestSlots);
  #size = 0;

  /** Entries. */
  get size(): number {
    return this.#size;
  }

  add(fingerprint: number, id: number): void {
    if ((this.#size + 1) * slotsPerEntry > this.#ids.length) this.#grow();
    this.#put(fingerprint, id);
    this.#size += 1;
  }

  /** The ids of the pages with a fingerprint. */
  idsOf(fingerprint: number): readonly number[] {
    let found: number[] | undefined;
    for (let slot = this.#slotOf(fingerprint); this.#fingerprints[slot] !== vacant; slot = this.#after(slot)) {
      if (this.#fingerprints[slot] === fingerprint) (found ??= []).push(this.#ids[slot] as number); // below its length
    }
    return found ?? none;
  }

  /** All fingerprints in ascending order, as often as they stand there. */
  sorted(): Float64Array {
    const all = new Float64Array(this.#size);
    let next = 0;
    for (let slot = 0; slot < this.#ids.length; slot += 1) {
      const fingerprint = this.#fingerprints[slot] as number; // below its length
      if (fingerprint !== vacant) all[next++] = fingerprint;
    }
    return all.sort();
  }

  /** Empties it; what it has grown to is kept, for the next that are put in. */
  clear(): void {
    this.#fingerprints.fill(vacant);
    this.#size = 0;
  }

  #put(fingerprint: number, id: number): void {
    let slot = this.#slotOf(fingerprint);
    while (this.#fingerprints[slot] !== vacant) slot = this.#after(slot);
    this.#fingerprints[slot] = fingerprint;
    this.#ids[slot] = id;
  }

  #slotOf(fingerprint: number): number {
    return fingerprint % this.#ids.length; // a power of two
  }

  #after(slot: number): number {
    return (slot + 1) & (this.#ids.length - 1);
  }

  #grow(): void {
    const [fingerprints, ids] = [this.#fingerprints, this.#ids];
    this.#fingerprints = new Float64Array(ids.length * growth).fill(vacant);
    this.#ids = new Float64Array(ids.length * growth);
    for (let slot = 0; slot < ids.length; slot += 1) {
      const fingerprint = fingerprints[slot] as number; // as long as the other
      if (fingerprint !== vacant) this.#put(fingerprint, ids[slot] as number);
    }
  }
}
