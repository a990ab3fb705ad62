import { checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import type { HashCodes } from '../core/hash-codes.ts';
import type { Kernels } from '../kernels/api.ts';
import { type Candidates, HashTable, type RadiusSearchOptions } from './hash-table.ts';
import { probeInOrder } from './probing/probe.ts';
import type { ProbedCandidates, ProbeLimits } from './probing/statistics.ts';

/** What `MultiTable.probe` may be told; at least one of `probes` and `candidates`. */
export interface MultiProbeOptions extends ProbeLimits {
  /** Lengths of each table's hyperplanes, by which its projections are divided. Default: all 1. */
  readonly norms?: readonly Float32Array[];
}

/** Candidates of one query in all tables; distances are those in the nearest table. */
export type MultiTableCandidates = Omit<Candidates, 'strategy'>;

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
   * All rows within `radius` of the query in at least one table.
   *
   * @param codes - the query's code in each table.
   */
  search(codes: readonly Uint32Array[], options: RadiusSearchOptions): MultiTableCandidates {
    this.#checkOneEach('codes', codes);
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
    projections: readonly Float32Array[],
    options: MultiProbeOptions,
  ): ProbedCandidates {
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
    if (given.length === this.tables.length) return;
    throw new InvalidArgumentError(
      `${name} must be one for each of ${this.tables.length} tables, not ${given.length}`,
    );
  }
}

/** The union by least distance, then by row. */
function merge(found: readonly Candidates[], size: number, radius: number) {
  const nearest = new Uint16Array(size);
  for (const { rows, withinRadius } of found) {
    let at = 0;
    for (let r = 0; r <= radius; r++) {
      for (; at < withinRadius[r]; at++) {
        // Distance + 1; 0 is not found.
        if (nearest[rows[at]] === 0 || nearest[rows[at]] > r + 1) nearest[rows[at]] = r + 1;
      }
    }
  }
  const withinRadius = new Uint32Array(radius + 1);
  for (const mark of nearest) if (mark > 0) withinRadius[mark - 1]++;
  for (let r = 1; r <= radius; r++) withinRadius[r] += withinRadius[r - 1];
  const rows = new Uint32Array(withinRadius[radius]);
  const next = [0, ...withinRadius];
  for (let row = 0; row < size; row++) {
    if (nearest[row] > 0) rows[next[nearest[row] - 1]++] = row;
  }
  return { rows, withinRadius };
}
