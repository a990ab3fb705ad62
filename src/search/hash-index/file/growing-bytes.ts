/** What is allocated at first. */
const LEAST = 2 ** 16;

/**
 * So many bytes, of which the first are there. Memory is taken as they come, and doubled: what a file
 * says of its length is not believed before.
 */
export class GrowingBytes {
  readonly length: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #taken = 0;

  constructor(length: number) {
    this.length = length;
    this.#bytes = new Uint8Array(Math.min(length, LEAST));
  }

  get isFull(): boolean {
    return this.#taken === this.length;
  }

  /** Those that are there: a view, of another buffer once more have come. */
  get taken(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#taken);
  }

  /** Takes bytes as long as there is room. @returns how many it took. */
  push(bytes: Uint8Array): number {
    const own = bytes.subarray(0, this.length - this.#taken);
    const needed = this.#taken + own.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.min(this.length, Math.max(needed, 2 * this.#taken)));
      larger.set(this.taken);
      this.#bytes = larger;
    }
    this.#bytes.set(own, this.#taken);
    this.#taken = needed;
    return own.length;
  }
}
