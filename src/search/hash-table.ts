import { checkKernels, checkWhole } from '../core/checks.ts';
import { DisposedError, InvalidArgumentError } from '../core/errors.ts';
import type { VectorLike } from '../core/given.ts';
import { checkCodes, type HashCodes } from '../core/hash-codes.ts';
import { checkOptions } from '../core/options.ts';
import type { Buckets, Codes, Kernels } from '../kernels/api.ts';
import { checkCode, checkStrategy } from './check-query.ts';
import { type CodeGroups, groupCodes } from './group-codes.ts';
import { chooseStrategy, codesWithin, type RadiusStrategy } from './probe-cost.ts';
import { BucketSequence } from './probing/bucket-sequence.ts';
import { squaredMargins } from './probing/checks.ts';
import { CodeLookup } from './probing/code-lookup.ts';
import { type BucketSource, probeInOrder } from './probing/probe.ts';
import type { ProbedCandidates, ProbeLimits, SearchStatistics } from './probing/statistics.ts';

/** One bucket of a hash table. */
export interface Bucket {
  /** The code as the tutorial's integer; see HashCodes.bucketIndex. */
  readonly index: number | bigint;
  /** Rows that share the code, ascending. */
  readonly rows: Uint32Array;
}

/** Options of `HashTable.search`. */
export interface RadiusSearchOptions {
  /** Largest Hamming distance of a candidate, inclusive: 0..bits. */
  readonly radius: number;
  /** How buckets are found. Default: the cheaper way. */
  readonly strategy?: RadiusStrategy | undefined;
}

/** Options of `HashTable.probe`; at least one of `probes` and `candidates`. */
export interface ProbeOptions extends ProbeLimits {
  /** Lengths of the hyperplanes, by which projections are divided. Default: all 1. */
  readonly norms?: VectorLike | undefined;
}

/** Candidates of one query. */
export interface Candidates extends SearchStatistics {
  /** Rows within the radius, by ascending Hamming distance, ties by ascending row. */
  readonly rows: Uint32Array;
  /** Candidates at distance <= r are the first `withinRadius[r]` rows; radius + 1 entries. */
  readonly withinRadius: Uint32Array;
  /** Buckets that held them. */
  readonly buckets: number;
  readonly strategy: RadiusStrategy;
}

/**
 * One hash table: rows grouped by their code. A search takes the union of all buckets within a
 * Hamming radius of the query's code. The codes don't change; build a new table to add rows.
 */
export class HashTable {
  readonly bits: number;
  /** Rows in the table. */
  readonly size: number;
  readonly #groups: CodeGroups;
  readonly #kernels: Kernels;
  readonly #positions: Uint32Array;
  readonly #distances: Uint16Array;
  #buckets: Buckets | null = null;
  #codes: Codes | null = null;
  #lookup: CodeLookup | null = null;
  #disposed = false;

  /** Groups the codes. Cost: O(count x bits / 16). */
  constructor(kernels: Kernels, codes: HashCodes) {
    checkKernels(kernels);
    checkCodes('codes', codes);
    if (codes.count === 0) throw new InvalidArgumentError('a hash table needs at least one code');
    this.bits = codes.bits;
    this.size = codes.count;
    this.#kernels = kernels;
    this.#groups = groupCodes(codes);
    this.#positions = new Uint32Array(this.bucketCount);
    this.#distances = new Uint16Array(this.bucketCount);
  }

  /** Distinct codes. */
  get bucketCount(): number {
    return this.#groups.distinct.count;
  }

  /** Bytes that the table holds now; searches of a new kind add their look-up tables. */
  get memoryBytes(): number {
    const { distinct, members, starts } = this.#groups;
    const groups = distinct.words.byteLength + members.byteLength + starts.byteLength;
    const results = this.#positions.byteLength + this.#distances.byteLength;
    // The backend keeps the distinct codes again, and slots of 8 to 16 bytes for each.
    const scanned = this.#codes ? distinct.words.byteLength : 0;
    const probed = this.#buckets ? distinct.words.byteLength + 16 * distinct.count : 0;
    return groups + results + scanned + probed + (this.#lookup?.memoryBytes ?? 0);
  }

  /** Rows of the fullest bucket. */
  get largestBucket(): number {
    const { starts } = this.#groups;
    let largest = 0;
    for (let g = 0; g < this.bucketCount; g++) {
      largest = Math.max(largest, starts[g + 1] - starts[g]);
    }
    return largest;
  }

  /** Every bucket, once, in an order that depends on the codes alone. */
  *buckets(): Generator<Bucket> {
    const { distinct, members, starts } = this.#groups;
    for (let g = 0; g < distinct.count; g++) {
      yield { index: distinct.bucketIndex(g), rows: members.slice(starts[g], starts[g + 1]) };
    }
  }

  /**
   * All rows whose code lies within `radius` of `code`.
   *
   * @param code - packed words of one code: `hasher.encode(query).code(0)`.
   * @throws InvalidArgumentError if the code has another length or the radius is out of range.
   */
  search(code: Uint32Array, options: RadiusSearchOptions): Candidates {
    checkOptions('search', options, { radius: 1, strategy: 1 });
    const { radius } = options;
    const { distinct } = this.#groups;
    checkWhole('radius', radius, 0, this.bits);
    checkCode(code, this.bits);
    checkStrategy(options.strategy, this.bits);
    if (this.#disposed) throw new DisposedError('hash table');
    const strategy = options.strategy ?? chooseStrategy(this.bits, radius, distinct.count);
    const found = strategy === 'probe' ? this.#probe(code, radius) : this.#scan(code, radius);
    const probes = strategy === 'probe' ? codesWithin(this.bits, radius) : distinct.count;
    const collected = this.#collect(found, radius);
    const empty = strategy === 'probe' ? probes - found : 0;
    const candidates = collected.rows.length;
    return { ...collected, buckets: found, probes, empty, candidates, strategy };
  }

  /**
   * Rows of the buckets that a query's neighbours are likeliest to be in (Lv et al., VLDB 2007):
   * buckets are probed by ascending sum of (projection_j / |w_j|)^2 over the bits j that are
   * flipped, until so many are probed or so many rows found. With more candidates allowed, or more
   * probes, the rows found before stay the first.
   *
   * Without a limit on probes, once as many codes were looked up as there are buckets, the buckets
   * left are compared with the query instead, and taken in the same order.
   *
   * @param code - packed words of one code: `hasher.encode(query).code(0)`.
   * @param projections - of the same query: `hasher.projections(query).row(0)`, or any array.
   * @throws InvalidArgumentError if an argument does not fit, or no limit is given.
   */
  probe(code: Uint32Array, projections: VectorLike, options: ProbeOptions): ProbedCandidates {
    checkOptions('probe', options, { probes: 1, candidates: 1, norms: 1 });
    return probeInOrder([this.bucketsByScore(code, projections, options)], this.size, options);
  }

  /** @internal The table's buckets in query-directed order, for searches over several tables. */
  bucketsByScore(
    code: Uint32Array,
    projections: VectorLike,
    { probes, norms }: ProbeOptions,
  ): BucketSource {
    checkCode(code, this.bits);
    const squares = squaredMargins(this.bits, projections, norms);
    if (this.#disposed) throw new DisposedError('hash table');
    const { distinct, members, starts } = this.#groups;
    this.#lookup ??= new CodeLookup(distinct);
    const isLimited = probes !== undefined;
    return {
      sequence: new BucketSequence(distinct, this.#lookup, code, squares, isLimited),
      rowsOf: (position) => members.subarray(starts[position], starts[position + 1]),
    };
  }

  /** Gives the backend's memory back. */
  dispose(): void {
    this.#disposed = true;
    this.#buckets?.dispose();
    this.#codes?.dispose();
  }

  /** Fills positions and distances by looking up neighbouring codes; returns how many. */
  #probe(code: Uint32Array, radius: number): number {
    this.#buckets ??= this.#kernels.createBuckets(this.#groups.distinct);
    const perRadius = new Uint32Array(radius + 1);
    const found = this.#buckets.probe(code, radius, this.#positions, perRadius);
    let at = 0;
    perRadius.forEach((n, r) => {
      this.#distances.fill(r, at, at + n);
      at += n;
    });
    return found;
  }

  /** Fills positions and distances by comparing with every distinct code; returns how many. */
  #scan(code: Uint32Array, radius: number): number {
    this.#codes ??= this.#kernels.createCodes(this.#groups.distinct);
    return this.#codes.within(code, radius, this.#positions, this.#distances);
  }

  /** Rows of the buckets found, by distance and then by row. */
  #collect(found: number, radius: number): { rows: Uint32Array; withinRadius: Uint32Array } {
    const { starts } = this.#groups;
    const withinRadius = new Uint32Array(radius + 1);
    for (let i = 0; i < found; i++) {
      const g = this.#positions[i];
      withinRadius[this.#distances[i]] += starts[g + 1] - starts[g];
    }
    for (let r = 1; r <= radius; r++) withinRadius[r] += withinRadius[r - 1];
    const rows = new Uint32Array(withinRadius[radius]);
    // Sorting m rows costs about m log2 m steps; marking them and sweeping the table, `size`.
    const bySweep = rows.length * Math.log2(rows.length + 1) > this.size;
    if (bySweep) this.#sweep(found, withinRadius, rows);
    else this.#gather(found, withinRadius, rows);
    return { rows, withinRadius };
  }

  #gather(found: number, withinRadius: Uint32Array, rows: Uint32Array): void {
    const { members, starts } = this.#groups;
    const next = startsOf(withinRadius);
    for (let i = 0; i < found; i++) {
      const r = this.#distances[i];
      for (let m = starts[this.#positions[i]]; m < starts[this.#positions[i] + 1]; m++) {
        rows[next[r]++] = members[m];
      }
    }
    let from = 0;
    for (const to of withinRadius) {
      rows.subarray(from, to).sort();
      from = to;
    }
  }

  #sweep(found: number, withinRadius: Uint32Array, rows: Uint32Array): void {
    const { members, starts } = this.#groups;
    const marks = new Uint16Array(this.size);
    for (let i = 0; i < found; i++) {
      const mark = this.#distances[i] + 1;
      for (let m = starts[this.#positions[i]]; m < starts[this.#positions[i] + 1]; m++) {
        marks[members[m]] = mark;
      }
    }
    const next = startsOf(withinRadius);
    for (let row = 0; row < this.size; row++) {
      if (marks[row] > 0) rows[next[marks[row] - 1]++] = row;
    }
  }
}

/** Where the candidates of each distance begin. */
function startsOf(withinRadius: Uint32Array): Uint32Array {
  const next = new Uint32Array(withinRadius.length);
  next.set(withinRadius.subarray(0, -1), 1);
  return next;
}
