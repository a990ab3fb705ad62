import { HashCodes, wordsFor } from '../../core/hash-codes.ts';
import type { CodeMethod } from '../methods/method.ts';
import type { DividedDataset } from './divided.ts';

/** Points that are prepared and hashed together. */
const PART_ROWS = 8192;

/**
 * Codes of some rows of the dataset for each length of a method. Their points are prepared part by
 * part, so that a large database takes no more memory for being hashed.
 */
export async function encodeRows(
  { lengths, encode }: Pick<CodeMethod, 'lengths' | 'encode'>,
  { select }: Pick<DividedDataset, 'select'>,
  rows: Uint32Array,
): Promise<HashCodes[]> {
  const words = lengths.map(({ bits }) => new Uint32Array(rows.length * wordsFor(bits)));
  for (let first = 0; first < rows.length; first += PART_ROWS) {
    const codes = await encode(select(rows.subarray(first, first + PART_ROWS)));
    for (const [i, own] of codes.entries()) words[i].set(own.words, first * own.wordsPerCode);
  }
  return lengths.map(({ bits }, i) => new HashCodes(words[i], rows.length, bits));
}
