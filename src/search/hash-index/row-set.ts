/** A set of rows that does not change: one bit a row. */
export class RowSet {
  readonly count: number;
  readonly #bits: Uint32Array;

  private constructor(bits: Uint32Array, count: number) {
    this.#bits = bits;
    this.count = count;
  }

  static empty(rows: number): RowSet {
    return new RowSet(new Uint32Array((rows + 31) >>> 5), 0);
  }

  has(row: number): boolean {
    return ((this.#bits[row >>> 5] >>> (row & 31)) & 1) === 1;
  }

  /** Clears the bits of these rows; bit (row & 31) of word (row >>> 5) is that of a row. */
  clearIn(bits: Uint32Array): void {
    for (let w = 0; w < bits.length; w++) bits[w] &= ~this.#bits[w];
  }

  /** A new set with these rows too, none of which is in this one. */
  with(rows: readonly number[]): RowSet {
    const bits = this.#bits.slice();
    for (const row of rows) bits[row >>> 5] |= 1 << (row & 31);
    return new RowSet(bits, this.count + rows.length);
  }
}
