import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { RandomState } from '../../../../src/core/random/random-state.ts';
import { METRICS } from '../../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import type { BitsPerDimension } from '../../../../src/kernels/quantised/api.ts';
import { QuantisedSearch } from '../../../../src/search/quantised/quantised-search.ts';
import { dotOf } from '../../../support/rotation-oracle.ts';

const kernels = createKernelsSync({ backend: 'wasm-simd' });
const ROWS = 700;
const QUERIES = 250;
// Six of them: a million pairs.
const SIZES: readonly [dimensions: number, bits: BitsPerDimension][] = [
  [64, 1],
  [384, 1],
  [100, 2],
  [384, 2],
  [64, 4],
  [384, 4],
];

/** Rows about a mean that is not 0, and queries near to some of them. */
function problem(cols: number): { points: Matrix; queries: Matrix } {
  const random = new RandomState(cols);
  const points = new Matrix(new Float32Array(ROWS * cols), ROWS, cols);
  random.fillNormal(points.data);
  const queries = new Matrix(new Float32Array(QUERIES * cols), QUERIES, cols);
  random.fillNormal(queries.data);
  for (let q = 0; q < QUERIES; q++) {
    const near = points.row((q * 13) % ROWS);
    for (let k = 0; k < cols; k++) queries.row(q)[k] += near[k] + 2;
  }
  for (let i = 0; i < points.data.length; i++) points.data[i] += 2;
  return { points, queries };
}

function fromCentre(vectors: Matrix, centre: Float32Array): Float64Array[] {
  return Array.from({ length: vectors.rows }, (_, row) => {
    const difference = Float64Array.from(vectors.row(row));
    for (let k = 0; k < difference.length; k++) difference[k] -= centre[k];
    return difference;
  });
}

/** How errors of squared distances lie in their bounds. */
async function measure(cols: number, bitsPerDimension: BitsPerDimension) {
  const { points, queries } = problem(cols);
  const options = { metric: 'euclidean', bitsPerDimension, keepVectors: false } as const;
  const search = await QuantisedSearch.create(kernels, points, options);
  const { centres } = search.state();
  const found = search.estimateBatch(queries, { k: ROWS });
  search.dispose();
  const residuals = fromCentre(points, centres);
  const asked = fromCentre(queries, centres);
  const lengths = residuals.map((residual) => dotOf(residual, residual));
  let [beyond, sum, squares, along, products] = [0, 0, 0, 0, 0];
  for (const [q, { rows, distances, errorBounds }] of found.entries()) {
    const length = dotOf(asked[q], asked[q]);
    for (const [i, row] of rows.entries()) {
      const product = dotOf(asked[q], residuals[row]);
      const exact = length + lengths[row] - 2 * product;
      const error = distances[i] - exact;
      const share = error / errorBounds[i];
      if (Math.abs(share) > 1) beyond++;
      sum += share;
      squares += share ** 2;
      along += (-error / 2) * product;
      products += product ** 2;
    }
  }
  const pairs = QUERIES * ROWS;
  return {
    beyond: beyond / pairs,
    meanShare: sum / pairs,
    deviation: Math.sqrt(squares / pairs),
    slope: 1 + along / products,
  };
}

describe('estimated distances', () => {
  test.each(SIZES)(
    'of %i dimensions at %i bits are unbiased and within their bounds',
    async (cols, bits) => {
      const { beyond, meanShare, deviation, slope } = await measure(cols, bits);
      // Of normal errors 6 in 100,000 are beyond four standard deviations.
      expect(beyond).toBeLessThan(3e-4);
      // A bound is four deviations: no more than them, and not much less.
      expect(deviation).toBeLessThan(0.27);
      expect(deviation).toBeGreaterThan(0.15);
      expect(Math.abs(meanShare)).toBeLessThan(0.01);
      // Estimates neither shrink nor stretch products.
      expect(Math.abs(slope - 1)).toBeLessThan(0.01);
    },
  );

  test.each(METRICS)(
    'by %s err half as much, or less, with every bit added twice over',
    async (metric) => {
      const { points, queries } = problem(384);
      const bounds: number[] = [];
      for (const bitsPerDimension of [1, 2, 4] as const) {
        const options = { metric, bitsPerDimension, keepVectors: false };
        const search = await QuantisedSearch.create(kernels, points, options);
        const { errorBounds } = search.estimate(queries.row(0), { k: 100 });
        bounds.push(errorBounds.reduce((sum, bound) => sum + bound, 0));
        search.dispose();
      }
      expect(bounds[1]).toBeLessThan(bounds[0] * 0.6);
      expect(bounds[2]).toBeLessThan(bounds[1] * 0.5);
    },
  );
});
