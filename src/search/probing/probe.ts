import type { BucketSequence } from './bucket-sequence.ts';
import { checkLimits } from './checks.ts';
import type { ProbedCandidates, ProbeLimits } from './statistics.ts';

/** The buckets of one table, as one query probes them. */
export interface BucketSource {
  readonly sequence: BucketSequence;
  /** Rows of the bucket at a position, a view. */
  rowsOf(position: number): Uint32Array;
}

/**
 * Probes the buckets of all sources by ascending score, ties by source, within the limits. Each row
 * is returned once, where it was found first.
 *
 * @param size - rows in each source.
 */
export function probeInOrder(
  sources: readonly BucketSource[],
  size: number,
  limits: ProbeLimits,
): ProbedCandidates {
  checkLimits(limits);
  const { probes = Number.POSITIVE_INFINITY, candidates = size } = limits;
  const found = new RowList(size, sources.length > 1);
  let looked = 0;
  let buckets = 0;
  while (looked < probes && found.length < Math.min(candidates, size)) {
    const source = nextSource(sources);
    if (!source) break;
    const position = source.sequence.next();
    looked++;
    if (position < 0) continue;
    buckets++;
    found.add(source.rowsOf(position));
  }
  const rows = found.rows();
  return {
    rows,
    buckets,
    probes: sources.reduce((sum, { sequence }) => sum + sequence.probes, 0),
    empty: looked - buckets,
    candidates: rows.length,
  };
}

function nextSource(sources: readonly BucketSource[]): BucketSource | null {
  let next: BucketSource | null = null;
  let lowest = Number.POSITIVE_INFINITY;
  for (const source of sources) {
    const score = source.sequence.nextScore;
    if (score >= lowest) continue;
    lowest = score;
    next = source;
  }
  return next;
}

/** Rows in order of arrival, none twice. */
class RowList {
  length = 0;
  #rows = new Uint32Array(1024);
  /** One bit a row; null where rows can't come twice. */
  readonly #seen: Uint32Array | null;

  constructor(size: number, mayRepeat: boolean) {
    this.#seen = mayRepeat ? new Uint32Array((size + 31) >>> 5) : null;
  }

  add(rows: Uint32Array): void {
    if (this.length + rows.length > this.#rows.length) this.#grow(this.length + rows.length);
    if (!this.#seen) {
      this.#rows.set(rows, this.length);
      this.length += rows.length;
      return;
    }
    for (const row of rows) {
      const bit = 1 << (row & 31);
      if (this.#seen[row >>> 5] & bit) continue;
      this.#seen[row >>> 5] |= bit;
      this.#rows[this.length++] = row;
    }
  }

  rows(): Uint32Array {
    return this.#rows.slice(0, this.length);
  }

  #grow(least: number): void {
    const larger = new Uint32Array(Math.max(least, 2 * this.#rows.length));
    larger.set(this.#rows);
    this.#rows = larger;
  }
}
