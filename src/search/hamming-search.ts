import { checkWhole, show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import type { NearestCodes } from '../core/executor.ts';
import { checkPadding, type HashCodes } from '../core/hash-codes.ts';
import type { Codes, Kernels } from '../kernels/api.ts';

/** How codes are searched exactly: all of them compared, or found by equal substrings. */
export type HammingStrategy = 'scan' | 'multi-index';

/** What `HammingSearch` may be told. */
export interface HammingSearchOptions {
  /** Default: the cheaper way, estimated on the codes themselves. */
  readonly strategy?: HammingStrategy;
  /** Substrings of multi-index hashing. Default: see defaultSubstrings. */
  readonly substrings?: number;
}

/** The nearest codes of one query, and what finding them took. */
export interface HammingNeighbours extends NearestCodes {
  /** Buckets looked up in the substring tables. */
  readonly lookups: number;
  /** Codes whose distance was computed. */
  readonly compared: number;
  /** How the result was found in the end: multi-index hashing may give way to a scan. */
  readonly strategy: HammingStrategy;
}

/** Exact search by Hamming distance; both strategies give identical results. */
export class HammingSearch {
  readonly bits: number;
  readonly size: number;
  readonly strategy: HammingStrategy;
  readonly #codes: Codes;

  constructor(kernels: Kernels, codes: HashCodes, options: HammingSearchOptions = {}) {
    const { strategy } = options;
    if (strategy !== undefined && strategy !== 'scan' && strategy !== 'multi-index') {
      throw new InvalidArgumentError(`strategy must be scan or multi-index, not ${show(strategy)}`);
    }
    this.bits = codes.bits;
    this.size = codes.count;
    this.strategy = strategy ?? 'scan';
    this.#codes = kernels.createCodes(codes);
  }

  /** The min(k, size) codes nearest to each query, ties by ascending row. */
  nearest(queries: HashCodes, k: number): HammingNeighbours[] {
    checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
    const size = Math.min(k, this.size);
    const rows = new Uint32Array(queries.count * size);
    const distances = new Uint16Array(queries.count * size);
    this.#codes.nearest(queries.words, queries.count, k, rows, distances);
    return Array.from({ length: queries.count }, (_, q) => ({
      rows: rows.slice(q * size, (q + 1) * size),
      distances: distances.slice(q * size, (q + 1) * size),
      lookups: 0,
      compared: this.size,
      strategy: 'scan' as const,
    }));
  }

  /** All codes within `radius` of `code`, by distance, ties by ascending row. */
  within(code: Uint32Array, radius: number): HammingNeighbours {
    checkWhole('radius', radius, 0, this.bits);
    checkPadding(code[code.length - 1], this.bits);
    const rows = new Uint32Array(this.size);
    const distances = new Uint16Array(this.size);
    const found = this.#codes.within(code, radius, rows, distances);
    return {
      ...byDistance(rows.subarray(0, found), distances.subarray(0, found), radius),
      lookups: 0,
      compared: this.size,
      strategy: 'scan',
    };
  }

  /** Gives the backend's memory back. */
  dispose(): void {
    this.#codes.dispose();
  }
}

/** Rows that come in ascending order, sorted by distance: ties stay in order. */
function byDistance(rows: Uint32Array, distances: Uint16Array, radius: number): NearestCodes {
  const next = new Uint32Array(radius + 2);
  for (const distance of distances) next[distance + 1]++;
  for (let r = 1; r <= radius; r++) next[r] += next[r - 1];
  const sorted = { rows: new Uint32Array(rows.length), distances: new Uint16Array(rows.length) };
  for (let i = 0; i < rows.length; i++) {
    const rank = next[distances[i]]++;
    sorted.rows[rank] = rows[i];
    sorted.distances[rank] = distances[i];
  }
  return sorted;
}
