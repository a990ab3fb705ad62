// The tables of a query, as assembly/quantised/query.ts makes them: in float32, rounded at every step.
import type { BitsPerDimension } from '../api.ts';
import { mostOf } from '../layout.ts';

const round = Math.fround;

/** A query's tables, and what turns sums of their entries into products. */
export interface QueryTables {
  /** 16 entries a nibble. */
  readonly entries: Uint8Array;
  readonly scale: number;
  readonly shift: number;
  /** By which the own part of a row is multiplied. */
  readonly weight: number;
}

/** Tables of the first `count` values of a rotated query. */
export function makeTables(
  y: Float32Array,
  count: number,
  bits: BitsPerDimension,
  weight: number,
): QueryTables {
  const perNibble = 4 / bits;
  const nibbles = count / perNibble;
  const most = mostOf(bits);
  let widest = 0;
  for (let n = 0; n < nibbles; n++) widest = Math.max(widest, leastOf(y, n * perNibble, bits));
  widest = round(widest + widest);
  const inverse = widest > 0 ? round(most / widest) : 0;
  const entries = new Uint8Array(nibbles * 16);
  let shift = 0;
  for (let n = 0; n < nibbles; n++) {
    const least = leastOf(y, n * perNibble, bits);
    shift = round(shift + least);
    const { lows, highs } = partsOf(y, n * perNibble, bits);
    for (let p = 0; p < 16; p++) {
      const above = round(round(lows[p & 3] + highs[p >> 2]) + least);
      // Storing a byte drops the fraction.
      entries[16 * n + p] = round(round(above * inverse) + 0.5);
    }
  }
  return { entries, scale: -round(widest / most), shift, weight };
}

function leastOf(y: Float32Array, at: number, bits: BitsPerDimension): number {
  const first = Math.abs(y[at]);
  if (bits === 4) return round(15 * first);
  const second = Math.abs(y[at + 1]);
  if (bits === 2) return round(round(3 * first) + round(3 * second));
  return round(round(first + second) + round(Math.abs(y[at + 2]) + Math.abs(y[at + 3])));
}

/** What bits 0 and 1 of a nibble stand for, and what bits 2 and 3 do. */
function partsOf(y: Float32Array, at: number, bits: BitsPerDimension) {
  const a = y[at];
  if (bits === 1) return { lows: signed(a, y[at + 1]), highs: signed(y[at + 2], y[at + 3]) };
  return { lows: multiples(a), highs: multiples(bits === 2 ? y[at + 1] : 4 * a) };
}

function signed(a: number, b: number): number[] {
  const plus = round(a + b);
  const minus = round(a - b);
  return [-plus, minus, -minus, plus];
}

function multiples(a: number): number[] {
  const thrice = round(3 * a);
  return [-thrice, -a, a, thrice];
}
