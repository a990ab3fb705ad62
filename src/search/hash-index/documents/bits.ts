import { popcount } from '../../../core/hash-codes.ts';

/** One bit a row, bit (row & 31) of word (row >>> 5); those beyond the last row are 0. */
export type Bits = Uint32Array<ArrayBuffer>;

export function bitsFor(rows: number): Bits {
  return new Uint32Array((rows + 31) >>> 5);
}

export function hasBit(bits: Bits, row: number): boolean {
  return ((bits[row >>> 5] >>> (row & 31)) & 1) === 1;
}

export function setBit(bits: Bits, row: number): void {
  bits[row >>> 5] |= 1 << (row & 31);
}

export function countBits(bits: Bits): number {
  let count = 0;
  for (let w = 0; w < bits.length; w++) count += popcount(bits[w]);
  return count;
}

/** Sets the bits beyond the last row to 0. */
export function cutAt(bits: Bits, rows: number): Bits {
  if ((rows & 31) !== 0) bits[bits.length - 1] &= 2 ** (rows & 31) - 1;
  return bits;
}

/** The bits of all rows. */
export function everyRow(rows: number): Bits {
  return cutAt(bitsFor(rows).fill(2 ** 32 - 1), rows);
}

/** The rows whose bits are set, ascending. */
export function rowsOf(bits: Bits): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(countBits(bits));
  let count = 0;
  for (let w = 0; w < bits.length; w++) {
    for (let left = bits[w]; left !== 0; left &= left - 1) {
      rows[count++] = 32 * w + 31 - Math.clz32(left & -left);
    }
  }
  return rows;
}
