/** Remembers the strings seen last, about `size` of them: what it forgets is only asked once more. */
export class RecentSet {
  readonly #half: number;
  #young = new Set<string>();
  #old = new Set<string>();

  constructor(size: number) {
    this.#half = Math.ceil(size / 2);
  }

  has(text: string): boolean {
    return this.#young.has(text) || this.#old.has(text);
  }

  /** Remembers `text`; true when it was not remembered already. */
  add(text: string): boolean {
    if (this.#young.has(text)) return false;
    const isNew = !this.#old.has(text);
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    this.#young.add(text);
    return isNew;
  }
}
