import {
  type BitsPerDimension,
  CODES_PER_BLOCK,
  type CodeRows,
  type QuantiserModel,
} from './api.ts';

/** Rounds of random signs and transforms in a rotation. */
export const ROUNDS = 3;
/** All are multiples of it, as the layout of codes wants. */
const FEWEST = 32;
const SHORTEST_CODE = 128;

/**
 * Dimensions of the rotated space: the next 2^k or 3 x 2^k, to which vectors are padded, and as many as make
 * a code of 128 bits at least: fewer would hardly save memory, and cost much of the precision.
 */
export function rotatedDimensions(dimensions: number, bits: BitsPerDimension): number {
  let size = SHORTEST_CODE / bits;
  while (size < dimensions) size *= 2;
  const threeQuarters = size * 0.75;
  const isEnough = threeQuarters >= Math.max(dimensions, SHORTEST_CODE / bits);
  return threeQuarters % FEWEST === 0 && isEnough ? threeQuarters : size;
}

/** How much longer the kernels' rotation makes a vector: sqrt(n)^3 for transforms of n values. */
export function rotationScale(rotated: number): number {
  const isWhole = (rotated & (rotated - 1)) === 0;
  const part = isWhole ? rotated : rotated / 3;
  return part * Math.sqrt(part);
}

/** Nibbles of a code. */
export function nibblesOf({ codedDimensions, bitsPerDimension }: QuantiserModel): number {
  return (codedDimensions * bitsPerDimension) / 4;
}

/** The largest entry of a query's tables. */
export function mostOf(bits: number): number {
  return bits === 1 ? 31 : bits === 2 ? 63 : 255;
}

/** How rows are spread over lists, each of whole blocks. */
export interface ListPlan {
  /** The first place of each list, and the number of places. */
  readonly starts: Uint32Array;
  readonly counts: Uint32Array;
  /** The place of each row; null if row i stands at place i. */
  readonly places: Uint32Array | null;
}

/** Rows stand in their lists in ascending order. */
export function planLists(count: number, { clusters }: CodeRows, lists: number): ListPlan {
  const padded = (n: number) => Math.ceil(n / CODES_PER_BLOCK) * CODES_PER_BLOCK;
  const counts = new Uint32Array(lists);
  const starts = new Uint32Array(lists + 1);
  if (lists === 1) {
    counts[0] = count;
    starts[1] = padded(count);
    return { starts, counts, places: null };
  }
  for (let row = 0; row < count; row++) counts[clusters[row]]++;
  for (let list = 0; list < lists; list++) starts[list + 1] = starts[list] + padded(counts[list]);
  const next = starts.slice();
  return { starts, counts, places: Uint32Array.from(clusters, (list) => next[list]++) };
}
