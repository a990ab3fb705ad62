import { refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { CodeRows } from '../../kernels/quantised/api.ts';
import type { EncodedState } from './types.ts';

/** Coded vectors that don't change, of one quantiser. */
export class EncodedRows implements CodeRows, EncodedState {
  readonly count: number;
  readonly codes: Uint8Array;
  readonly factors: Float32Array;
  readonly clusters: Uint16Array;
  readonly spread: number;
  readonly #codeBytes: number;

  /**
   * @param codeBytes - of a code.
   * @param clusters - how many the quantiser has.
   * @throws InvalidArgumentError if the parts don't fit each other or hold what no encoder writes.
   */
  constructor(state: EncodedState, codeBytes: number, clusters: number) {
    this.count = state.factors.length / 2;
    this.codes = state.codes;
    this.factors = state.factors;
    this.clusters = state.clusters;
    this.spread = state.spread;
    this.#codeBytes = codeBytes;
    this.#check(clusters);
  }

  get bytes(): number {
    return this.codes.byteLength + this.factors.byteLength + this.clusters.byteLength;
  }

  /** A copy of the rows named, in that order. */
  select(rows: ArrayLike<number>): EncodedRows {
    const size = this.#codeBytes;
    const codes = new Uint8Array(rows.length * size);
    const factors = new Float32Array(rows.length * 2);
    const clusters = new Uint16Array(this.clusters.length === 0 ? 0 : rows.length);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      codes.set(this.codes.subarray(row * size, (row + 1) * size), i * size);
      factors[2 * i] = this.factors[2 * row];
      factors[2 * i + 1] = this.factors[2 * row + 1];
      if (clusters.length > 0) clusters[i] = this.clusters[row];
    }
    return this.#with({ codes, factors, clusters, spread: this.spread });
  }

  /** A copy of these rows and then the others, of the same quantiser. */
  followedBy(others: EncodedRows): EncodedRows {
    const codes = new Uint8Array(this.codes.length + others.codes.length);
    codes.set(this.codes);
    codes.set(others.codes, this.codes.length);
    const factors = new Float32Array(this.factors.length + others.factors.length);
    factors.set(this.factors);
    factors.set(others.factors, this.factors.length);
    const clusters = new Uint16Array(this.clusters.length + others.clusters.length);
    clusters.set(this.clusters);
    clusters.set(others.clusters, this.clusters.length);
    const spread = Math.max(this.spread, others.spread);
    return this.#with({ codes, factors, clusters, spread });
  }

  #with(state: EncodedState): EncodedRows {
    return new EncodedRows(state, this.#codeBytes, Number.POSITIVE_INFINITY);
  }

  #check(clusters: number): void {
    const { count, codes, factors, spread } = this;
    const isWhole = Number.isInteger(count) && codes.length === count * this.#codeBytes;
    const hasClusters = this.clusters.length === (clusters === 1 ? 0 : count);
    if (!isWhole || (clusters < Number.POSITIVE_INFINITY && !hasClusters)) {
      throw new InvalidArgumentError(
        `codes of ${this.#codeBytes} bytes, factors and clusters must be of as many rows, not of ` +
          `${codes.length} bytes, ${factors.length} factors and ${this.clusters.length} clusters`,
      );
    }
    if (typeof spread !== 'number' || !(spread >= 0 && spread < Number.POSITIVE_INFINITY)) {
      refuse('the spread of codes', 'a finite number of at least 0', spread);
    }
    for (let i = 0; i < factors.length; i++) {
      if (Number.isFinite(factors[i])) continue;
      throw new InvalidArgumentError(`factor ${i} of codes must be finite, not ${factors[i]}`);
    }
    const wrong = this.clusters.findIndex((cluster) => cluster >= clusters);
    if (wrong < 0) return;
    throw new InvalidArgumentError(
      `row ${wrong} is of cluster ${this.clusters[wrong]}, but there are ${clusters}`,
    );
  }
}
