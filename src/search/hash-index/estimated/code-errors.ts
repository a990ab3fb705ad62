import type { QuantiserModel } from '../../../kernels/quantised/api.ts';
import { nibblesOf, rotatedDimensions, rotationScale } from '../../../kernels/quantised/layout.ts';
import type { EncodedRows } from '../../quantised/encoded-rows.ts';
import type { QueryEstimates } from '../../quantised/estimated-search.ts';

/** What the errors of a query's estimates depend on beside the rows. */
export type QueryErrors = Pick<QueryEstimates, 'unit' | 'visits' | 'rounding'>;

/**
 * How far estimates are off, row by row. With r the residual of a row and t its code, f <R (q - c), t>
 * misses <q - c, r> by what lies perpendicular to r in both, at a random angle in D dimensions: one
 * standard deviation is |q'| sqrt(f^2 |t|^2 - |r|^2) / sqrt(D - 1), where q' is the part of q - c that is
 * perpendicular to r. Of a row that was ranked, q' follows from its distance. See docs/use/quantised-search.md.
 */
export class CodeErrors {
  readonly #model: QuantiserModel;
  readonly #rotated: number;
  /** Of the kernels' rotation: see `rotationScale`. */
  readonly #scale: number;
  readonly #centreSquare: number;
  /** |t|^2 of each byte of a code. */
  readonly #squares: Uint16Array;

  constructor(model: QuantiserModel) {
    const { dimensions, bitsPerDimension, mean } = model;
    this.#model = model;
    this.#rotated = rotatedDimensions(dimensions, bitsPerDimension);
    this.#scale = rotationScale(this.#rotated);
    this.#centreSquare = product(mean, mean);
    this.#squares = squaresByByte(bitsPerDimension);
  }

  /**
   * Of a query, the standard deviation of the estimate of a row, in the metric; at least that of rounding,
   * which is all that is left where a code lies along its residual. What it returns takes the place of the
   * row among `encoded`, and its distance by the metric.
   */
  ofQuery(query: Float32Array, { unit, visits, rounding }: QueryErrors) {
    const { metric, mean } = this.#model;
    const length = visits.lengths[0] ** 2;
    const along = metric === 'dot' ? product(query, mean) : visits.own[0];
    return (encoded: EncodedRows, row: number, distance: number): number => {
      const factor = encoded.factors[2 * row];
      const own = encoded.factors[2 * row + 1];
      const code = (factor * this.#scale) ** 2 * this.#codeSquare(encoded, row);
      let residual = Math.min(code, this.#residualSquare(own, code));
      // <q - c, r>, of the distance.
      let shared = -distance - along * own;
      if (metric === 'euclidean') shared = (length + residual - distance) / 2;
      if (metric === 'cosine') shared = along + own - distance;
      // Not |r|^2 itself, where it would make less of the error than there can be: the largest there is.
      if (metric === 'dot' && length > 0) {
        residual = Math.min(code, Math.max(residual, Math.abs(shared) * Math.sqrt(code / length)));
      }
      const across = residual > 0 ? Math.max(0, length - shared ** 2 / residual) : length;
      const ofCode = (across * (code - residual)) / (this.#rotated - 1);
      const least = Math.max(ofCode, ROUNDING * length * code);
      return unit * Math.sqrt(least + (factor * rounding) ** 2);
    };
  }

  /** |r|^2; `code` is f^2 |t|^2, of which dot tells it by how well codes of random directions fit. */
  #residualSquare(own: number, code: number): number {
    const { metric, bitsPerDimension, codedDimensions } = this.#model;
    if (metric === 'euclidean') return 2 * own;
    if (metric === 'cosine') return Math.max(0, 1 - this.#centreSquare + 2 * own);
    return (code * FIT[bitsPerDimension] * codedDimensions) / this.#rotated;
  }

  #codeSquare({ codes }: EncodedRows, row: number): number {
    const bytes = nibblesOf(this.#model) / 2;
    let sum = 0;
    for (let at = row * bytes; at < (row + 1) * bytes; at++) sum += this.#squares[codes[at]];
    return sum;
  }
}

/** Of float32 sums, squared. */
const ROUNDING = 2 ** -40;

/** cos^2(t, r) of Gaussian r: 2 / pi, and what the best scale reaches with more levels. */
const FIT = { 1: 0.6366, 2: 0.8812, 4: 0.9885 } as const;

function squaresByByte(bits: 1 | 2 | 4): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let sum = 0;
    for (let shift = 0; shift < 8; shift += bits) {
      const level = 2 * ((byte >>> shift) & (2 ** bits - 1)) + 1 - 2 ** bits;
      sum += level * level;
    }
    return sum;
  });
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
