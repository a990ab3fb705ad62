import { checkKernels, checkWhole, refuse } from '../core/checks.ts';
import { DisposedError, InvalidArgumentError } from '../core/errors.ts';
import type { NearestCodes } from '../core/executor.ts';
import { checkCodes, HashCodes, wordsFor } from '../core/hash-codes.ts';
import { checkOptions } from '../core/options.ts';
import type { Codes, Kernels } from '../kernels/api.ts';
import {
  MAX_SUBSTRING_BITS,
  type MultiIndex,
  type MultiIndexHits,
  type SearchWork,
} from '../kernels/multi-index/api.ts';
import { multiIndexKernels } from '../kernels/multi-index/kernels.ts';
import {
  chooseHammingStrategy,
  defaultSubstrings,
  type HammingStrategy,
  lookupsWithin,
  searchCosts,
} from './multi-index-cost.ts';

/** Options of `HammingSearch`. */
export interface HammingSearchOptions {
  /** Default: the cheaper way, estimated on the codes themselves. */
  readonly strategy?: HammingStrategy | undefined;
  /**
   * Substrings of multi-index hashing, of at most 24 bits each. Default: such that a bucket holds
   * some 16 codes or more.
   */
  readonly substrings?: number | undefined;
}

/** The nearest codes of one query, and what finding them took. */
export interface HammingNeighbours extends NearestCodes {
  /** How they were found in the end: multi-index hashing gives way to a scan that is cheaper. */
  readonly strategy: HammingStrategy;
  /** Buckets looked up in the tables of substrings. */
  readonly lookups: number;
  /** Codes compared with the query. */
  readonly compared: number;
}

/**
 * Exact search by Hamming distance: the k nearest, or all within a radius. Codes are scanned, or
 * found by multi-index hashing (Norouzi, Punjani, Fleet, CVPR 2012), whose time grows much slower
 * than the number of codes where neighbours are near. Results are identical either way.
 *
 * The default strategy is chosen by a cost rule on a sample of the codes. Where a query costs more
 * than a scan would have, it ends as a scan: no query takes much more than twice a scan's time.
 */
export class HammingSearch {
  readonly bits: number;
  readonly size: number;
  readonly strategy: HammingStrategy;
  /** Substrings of multi-index hashing; 0 where codes are scanned. */
  readonly substrings: number;
  readonly #codes: Codes;
  readonly #index: MultiIndex | null = null;
  readonly #lookupCost: number;
  readonly #scanCost: number;
  #disposed = false;

  /**
   * Keeps the codes in the backend's memory for scans, and again in tables of substrings for
   * multi-index hashing. Cost: count x substrings steps.
   *
   * @throws InvalidArgumentError if an option is out of range.
   */
  constructor(kernels: Kernels, codes: HashCodes, options: HammingSearchOptions = {}) {
    checkKernels(kernels);
    checkCodes('codes', codes);
    checkOptions('HammingSearch', options, { strategy: 1, substrings: 1 });
    const { strategy } = options;
    if (strategy !== undefined && strategy !== 'scan' && strategy !== 'multi-index') {
      refuse('strategy', 'scan or multi-index', strategy);
    }
    const substrings = options.substrings ?? defaultSubstrings(codes.bits, codes.count);
    checkWhole('substrings', substrings, Math.ceil(codes.bits / MAX_SUBSTRING_BITS), codes.bits);
    this.bits = codes.bits;
    this.size = codes.count;
    const costs = searchCosts(codes.bits, codes.count);
    this.#lookupCost = costs.lookupCost;
    this.#scanCost = costs.scanCost;
    this.#codes = kernels.createCodes(codes);
    try {
      this.strategy = strategy ?? chooseHammingStrategy(codes, this.#codes, substrings);
      this.substrings = this.strategy === 'scan' ? 0 : substrings;
      if (this.strategy === 'scan') return;
      this.#index = multiIndexKernels(kernels).createMultiIndex(codes, substrings);
    } catch (error) {
      this.#codes.dispose();
      throw error;
    }
  }

  /** Bytes that the codes and the tables of substrings take. */
  get memoryBytes(): number {
    return this.size * wordsFor(this.bits) * 4 + (this.#index?.bytes ?? 0);
  }

  /**
   * The min(k, size) codes nearest to each query, by ascending distance, ties by ascending row.
   *
   * @throws InvalidArgumentError if k is below 1 or the queries have another width.
   */
  nearest(queries: HashCodes, k: number): HammingNeighbours[] {
    checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
    checkCodes('queries', queries);
    this.#checkUse(queries.bits);
    const all = Array.from({ length: queries.count }, (_, q) => q);
    if (!this.#index) return this.#scan(queries, all, k).map((found) => asScan(found, this.size));
    const works: SearchWork[] = [];
    const found: (MultiIndexHits | null)[] = [];
    for (const q of all) {
      works.push(this.#work());
      found.push(this.#index.nearest(queries.code(q), k, works[q]));
    }
    const left = all.filter((q) => found[q] === null);
    const scanned = this.#scan(queries, left, k).values();
    return all.map((q) => {
      const hits = found[q];
      if (hits !== null) return asIndexed(hits, works[q]);
      const { lookups, compared } = works[q];
      return asScan(scanned.next().value as NearestCodes, compared + this.size, lookups);
    });
  }

  /**
   * All codes within `radius` (inclusive) of `code`, by ascending distance, ties by ascending row.
   *
   * @param code - packed words of one code.
   * @throws InvalidArgumentError if the code has another length or the radius is out of range.
   */
  within(code: Uint32Array, radius: number): HammingNeighbours {
    checkWhole('radius', radius, 0, this.bits);
    const query = new HashCodes(code, 1, this.bits);
    this.#checkUse(query.bits);
    const work = this.#work();
    const lookups = lookupsWithin(this.bits, this.substrings || 1, radius) * this.#lookupCost;
    if (this.#index && lookups <= this.#scanCost) {
      const hits = this.#index.within(code, radius, work);
      if (hits) return asIndexed(hits, work);
    }
    const rows = new Uint32Array(this.size);
    const distances = new Uint16Array(this.size);
    const found = this.#codes.within(code, radius, rows, distances);
    const sorted = byDistance(rows.subarray(0, found), distances.subarray(0, found), radius);
    return asScan(sorted, work.compared + this.size, work.lookups);
  }

  /** Gives the backend's memory back. */
  dispose(): void {
    this.#disposed = true;
    this.#codes.dispose();
    this.#index?.dispose();
  }

  #work(): SearchWork {
    return { lookupCost: this.#lookupCost, budget: this.#scanCost, lookups: 0, compared: 0 };
  }

  /** Scans for the queries that are named, all at once: codes are read once for many of them. */
  #scan(queries: HashCodes, named: readonly number[], k: number): NearestCodes[] {
    if (named.length === 0) return [];
    const size = Math.min(k, this.size);
    const chosen = named.length === queries.count ? queries : queries.select(named);
    const rows = new Uint32Array(named.length * size);
    const distances = new Uint16Array(named.length * size);
    this.#codes.nearest(chosen.words, named.length, k, rows, distances);
    return named.map((_, i) => ({
      rows: rows.slice(i * size, (i + 1) * size),
      distances: distances.slice(i * size, (i + 1) * size),
    }));
  }

  #checkUse(bits: number): void {
    if (bits !== this.bits) {
      throw new InvalidArgumentError(`codes have ${this.bits} bits, but a query has ${bits}`);
    }
    if (this.#disposed) throw new DisposedError('Hamming search');
  }
}

function asIndexed(hits: MultiIndexHits, { lookups, compared }: SearchWork): HammingNeighbours {
  const { positions: rows, distances } = hits;
  return { rows, distances, strategy: 'multi-index', lookups, compared };
}

function asScan(
  { rows, distances }: NearestCodes,
  compared: number,
  lookups = 0,
): HammingNeighbours {
  return { rows, distances, strategy: 'scan', lookups, compared };
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
