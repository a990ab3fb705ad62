import type { NearestRows } from '../core/executor.ts';
import { selectNearest } from '../core/select-nearest.ts';

/**
 * Merges the nearest rows of blocks into those of the whole. Rows rank by distance and then by row,
 * so that the order in which blocks arrive makes no difference.
 */
export class NearestMerger {
  readonly #queries: number;
  readonly #k: number;
  readonly #rows: Uint32Array;
  readonly #distances: Float32Array;
  readonly #counts: Uint32Array;

  /** @param k - neighbours of each query in the end. */
  constructor(queries: number, k: number) {
    this.#queries = queries;
    this.#k = k;
    this.#rows = new Uint32Array(queries * k);
    this.#distances = new Float32Array(queries * k);
    this.#counts = new Uint32Array(queries);
  }

  /**
   * Adds what a block found for queries `first` up to `end`.
   *
   * @param offset - the block's first row.
   */
  add(
    first: number,
    end: number,
    offset: number,
    rows: Uint32Array,
    distances: Float32Array,
  ): void {
    const k = this.#k;
    const each = rows.length / (end - first);
    const candidates = new Uint32Array(k + each);
    const values = new Float32Array(k + each);
    for (let q = first; q < end; q++) {
      const kept = this.#counts[q];
      const at = q * k;
      const from = (q - first) * each;
      const best = this.#rows.subarray(at, at + k);
      const bestDistances = this.#distances.subarray(at, at + k);
      // Most blocks have nothing to add, and the best of a block comes first.
      if (kept === k && each > 0 && distances[from] > bestDistances[k - 1]) continue;
      candidates.set(best.subarray(0, kept));
      values.set(bestDistances.subarray(0, kept));
      for (let i = 0; i < each; i++) candidates[kept + i] = rows[from + i] + offset;
      values.set(distances.subarray(from, from + each), kept);
      const count = kept + each;
      this.#counts[q] = selectNearest(values, candidates, count, k, best, bestDistances);
    }
  }

  /** The neighbours of every query, in order. */
  results(): NearestRows[] {
    return Array.from({ length: this.#queries }, (_, q) => ({
      rows: this.#rows.subarray(q * this.#k, (q + 1) * this.#k),
      distances: this.#distances.subarray(q * this.#k, (q + 1) * this.#k),
    }));
  }
}
