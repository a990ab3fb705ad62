import { checkArray, checkWhole, refuse } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import type { VectorLike } from '../core/given.ts';
import { checkCodes, type HashCodes } from '../core/hash-codes.ts';
import { checkOptions } from '../core/options.ts';
import type { Kernels } from '../kernels/api.ts';
import { type Candidates, HashTable, type RadiusSearchOptions } from './hash-table.ts';
import { probeInOrder } from './probing/probe.ts';
import type { ProbedCandidates, ProbeLimits } from './probing/statistics.ts';

/** Options of `MultiTable.probe`; at least one of `probes` and `candidates`. */
export interface MultiProbeOptions extends ProbeLimits {
  /** Lengths of each table's hyperplanes, by which its projections are divided. Default: all 1. */
  readonly norms?: readonly VectorLike[] | undefined;
}

/**
 * L hash tables over the same rows, each by a hasher of its own: random ones of different seeds, or
 * learned ones. A row is a candidate if any table says so; none is returned twice.
 */
export class MultiTable {
  readonly tables: readonly HashTable[];
  /** Rows in each table. */
  readonly size: number;

  /**
   * Builds one table for each of the given codes.
   *
   * @throws InvalidArgumentError if there is none, or they differ in their number of rows.
   */
  constructor(kernels: Kernels, codes: readonly HashCodes[]) {
    checkArray('codes', codes);
    for (const own of codes) checkCodes('codes', own);
    if (codes.length === 0) throw new InvalidArgumentError('give the codes of at least one table');
    for (const [table, { count }] of codes.entries()) {
      if (count === codes[0].count) continue;
      throw new InvalidArgumentError(
        `tables must have the same rows, but table ${table} has ${count} and table 0 ${codes[0].count}`,
      );
    }
    this.size = codes[0].count;
    this.tables = codes.map((own) => new HashTable(kernels, own));
  }

  /**
   * All rows within `radius` of the query in at least one table; a row counts as far as it is in the
   * nearest of them.
   *
   * @param codes - the query's code in each table.
   */
  search(
    codes: readonly Uint32Array[],
    options: RadiusSearchOptions,
  ): Omit<Candidates, 'strategy'> {
    this.#checkOneEach('codes', codes);
    checkOptions('search', options, { radius: 1, strategy: 1 });
    const bits = Math.min(...this.tables.map((table) => table.bits));
    checkWhole('radius', options.radius, 0, bits);
    const found = this.tables.map((table, t) => table.search(codes[t], options));
    const { rows, withinRadius } = merge(found, this.size, options.radius);
    const sum = (key: 'buckets' | 'probes' | 'empty') =>
      found.reduce((total, each) => total + each[key], 0);
    return {
      rows,
      withinRadius,
      buckets: sum('buckets'),
      probes: sum('probes'),
      empty: sum('empty'),
      candidates: rows.length,
    };
  }

  /**
   * Query-directed probing as HashTable.probe does it, probes shared out over the tables: whichever
   * has the bucket with the lowest score is next.
   *
   * @param codes - the query's code in each table.
   * @param projections - the query's projections in each table.
   */
  probe(
    codes: readonly Uint32Array[],
    projections: readonly VectorLike[],
    options: MultiProbeOptions,
  ): ProbedCandidates {
    checkOptions('probe', options, { probes: 1, candidates: 1, norms: 1 });
    this.#checkOneEach('codes', codes);
    this.#checkOneEach('projections', projections);
    if (options.norms) this.#checkOneEach('norms', options.norms);
    const sources = this.tables.map((table, t) =>
      table.bucketsByScore(codes[t], projections[t], { ...options, norms: options.norms?.[t] }),
    );
    return probeInOrder(sources, this.size, options);
  }

  /** Bytes that the tables hold. */
  get memoryBytes(): number {
    return this.tables.reduce((sum, table) => sum + table.memoryBytes, 0);
  }

  /** Gives the backend's memory back. */
  dispose(): void {
    for (const table of this.tables) table.dispose();
  }

  #checkOneEach(name: string, given: readonly unknown[]): void {
    if (Array.isArray(given) && given.length === this.tables.length) return;
    refuse(name, `an array, one for each of ${this.tables.length} tables`, given);
  }
}

/** Rows are keyed as distance x 2^32 + row, and sorted as numbers. */
const ROWS = 2 ** 32;

/** The union by least distance, then by row. */
function merge(found: readonly Candidates[], size: number, radius: number) {
  const total = found.reduce((sum, { rows }) => sum + rows.length, 0);
  const keys = new Float64Array(total);
  let end = 0;
  for (const { rows, withinRadius } of found) {
    let at = 0;
    for (let r = 0; r <= radius; r++) {
      for (; at < withinRadius[r]; at++) keys[end++] = r * ROWS + rows[at];
    }
  }
  keys.sort();
  const seen = total * 32 < size ? new Set<number>() : new Marks(size);
  const merged = new Uint32Array(Math.min(total, size));
  const withinRadius = new Uint32Array(radius + 1);
  let count = 0;
  for (const key of keys) {
    const row = key % ROWS;
    if (seen.has(row)) continue;
    seen.add(row);
    merged[count++] = row;
    withinRadius[Math.floor(key / ROWS)]++;
  }
  for (let r = 1; r <= radius; r++) withinRadius[r] += withinRadius[r - 1];
  return { rows: merged.slice(0, count), withinRadius };
}

/** A set of rows, as a byte for each that there is. */
class Marks {
  readonly #marks: Uint8Array;

  constructor(size: number) {
    this.#marks = new Uint8Array(size);
  }

  has(row: number): boolean {
    return this.#marks[row] === 1;
  }

  add(row: number): void {
    this.#marks[row] = 1;
  }
}
