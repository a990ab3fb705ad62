import { allFinite } from '../../core/matrix.ts';
import type { Kernels, Preparation } from '../../kernels/api.ts';

/** Values of one batch, at its widest: 1 MiB, which stays in the processor's cache. */
const BATCH_VALUES = 2 ** 18;

/** Points that go through the kernels batch by batch, each prepared first. */
export class PreparedBatches {
  readonly #kernels: Kernels;
  readonly #cols: number;
  readonly #rows: number;

  /** @param widest - values of a row where most of them are kept. */
  constructor(kernels: Kernels, cols: number, widest: number) {
    this.#kernels = kernels;
    this.#cols = cols;
    this.#rows = Math.max(1, Math.floor(BATCH_VALUES / Math.max(cols, widest)));
  }

  /** Rows of the largest batch of `rows`. */
  most(rows: number): number {
    return Math.min(rows, this.#rows);
  }

  /**
   * Hands on every batch of rows x cols `points`, prepared.
   *
   * @returns with a preparation, whether all points are finite; else true.
   */
  each(
    points: Float32Array,
    rows: number,
    preparation: Preparation | null,
    use: (batch: Float32Array, rows: number, first: number) => void,
  ): boolean {
    const cols = this.#cols;
    const most = this.most(rows);
    const prepared = preparation && new Float32Array(most * cols);
    let areFinite = true;
    for (let first = 0; first < rows; first += most) {
      const n = Math.min(most, rows - first);
      const given = points.subarray(first * cols, (first + n) * cols);
      if (preparation) areFinite = allFinite(given) && areFinite;
      use(this.#prepare(given, n, preparation, prepared), n, first);
    }
    return areFinite;
  }

  #prepare(
    given: Float32Array,
    rows: number,
    preparation: Preparation | null,
    out: Float32Array | null,
  ): Float32Array {
    if (!preparation || !out) return given;
    const { normalise, mean } = preparation;
    let batch = given;
    if (normalise) {
      this.#kernels.normaliseRows(batch, rows, this.#cols, out);
      batch = out.subarray(0, given.length);
    }
    if (mean) {
      this.#kernels.subtractRow(batch, rows, this.#cols, mean, out);
      batch = out.subarray(0, given.length);
    }
    return batch;
  }
}
