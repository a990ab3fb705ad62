import type { HashCodes } from '../../core/hash-codes.ts';
import { selectNearest } from '../../core/select-nearest.ts';
import type { RankedRows } from '../ranked-rows.ts';
import type { HashedQuery } from './table-hasher.ts';

/**
 * Asymmetric distances from one query to codes (Gordo et al., PAMI 2014): the sum of |p_j| over the
 * bits in which a code differs from the query's, p_j being the query's projection on hyperplane j.
 * The query is not rounded to bits, so that codes at one Hamming distance are told apart.
 *
 * Sums are float64, from table 0 and bit 0 up: eight bits are looked up at a time. Cost: bits x 32
 * additions a query, bits / 8 look-ups a code.
 */
export class AsymmetricDistances {
  /** Sums for each value of each byte of a code's difference: tables, each bytes x 256. */
  readonly #sums: readonly Float64Array[];
  readonly #query: HashedQuery;

  constructor(query: HashedQuery) {
    this.#query = query;
    this.#sums = query.projections.map(sumsByByte);
  }

  /** The min(k, count) nearest of `rows`, or of all, ties by ascending row. */
  nearest(tables: readonly HashCodes[], rows: Uint32Array | null, k: number): RankedRows {
    const count = rows ? rows.length : tables[0].count;
    const distances = new Float64Array(count);
    for (const [t, codes] of tables.entries()) this.#add(t, codes, rows, distances);
    const nearest = new Uint32Array(Math.min(k, count));
    const nearestDistances = new Float64Array(nearest.length);
    selectNearest(distances, rows, count, k, nearest, nearestDistances);
    return { rows: nearest, distances: nearestDistances };
  }

  #add(
    table: number,
    { words, wordsPerCode }: HashCodes,
    rows: Uint32Array | null,
    distances: Float64Array,
  ): void {
    const query = this.#query.codes[table];
    const sums = this.#sums[table];
    for (let i = 0; i < distances.length; i++) {
      const first = (rows ? rows[i] : i) * wordsPerCode;
      let sum = 0;
      for (let w = 0; w < wordsPerCode; w++) {
        const difference = words[first + w] ^ query[w];
        const entry = w * 1024;
        sum += sums[entry + (difference & 255)];
        sum += sums[entry + 256 + ((difference >>> 8) & 255)];
        sum += sums[entry + 512 + ((difference >>> 16) & 255)];
        sum += sums[entry + 768 + (difference >>> 24)];
      }
      distances[i] += sum;
    }
  }
}

function sumsByByte(projections: Float32Array): Float64Array {
  const bytes = Math.ceil(projections.length / 32) * 4;
  const sums = new Float64Array(bytes * 256);
  for (let entry = 0; entry < sums.length; entry++) {
    const highest = 31 - Math.clz32(entry & 255);
    if (highest < 0) continue;
    const bit = 8 * (entry >>> 8) + highest;
    // Padding never differs.
    const magnitude = bit < projections.length ? Math.abs(projections[bit]) : 0;
    sums[entry] = sums[entry ^ (1 << highest)] + magnitude;
  }
  return sums;
}
