import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Matrix } from '../../src/core/matrix.ts';
import { METRICS, type Metric } from '../../src/kernels/api.ts';
import { BITS_PER_DIMENSION } from '../../src/kernels/quantised/api.ts';
import { mostOf, rotatedDimensions } from '../../src/kernels/quantised/layout.ts';
import { ExactSearch } from '../../src/search/exact-search.ts';
import { QuantisedSearch } from '../../src/search/quantised/quantised-search.ts';
import type { QuantisedState } from '../../src/search/quantised/types.ts';
import { allBackends } from '../support/backends.ts';
import { randomSource } from '../support/inputs.ts';
import { dotOf, rotatedByOracle } from '../support/rotation-oracle.ts';

const [kernels] = allBackends();

const cases = fc.record({
  rows: fc.integer({ min: 3, max: 40 }),
  cols: fc.integer({ min: 1, max: 100 }),
  metric: fc.constantFrom(...METRICS),
  bitsPerDimension: fc.constantFrom(...BITS_PER_DIMENSION),
  clusters: fc.constantFrom(1, 1, 3),
  seed: fc.nat(1000),
});

function pointsOf(rows: number, cols: number, seed: number): Matrix {
  const random = randomSource(seed);
  const data = Float32Array.from({ length: rows * cols }, () => random() * 3 - 1);
  return new Matrix(data, rows, cols);
}

/** Level `dimension` of a code: its bits, least significant first, as an odd number about 0. */
function levelsOf({ codes, bitsPerDimension, codedDimensions }: QuantisedState, row: number) {
  const first = row * codedDimensions * bitsPerDimension;
  return Float64Array.from({ length: codedDimensions }, (_, k) => {
    let level = 0;
    for (let bit = 0; bit < bitsPerDimension; bit++) {
      const at = first + k * bitsPerDimension + bit;
      level += ((codes[at >>> 3] >>> (at & 7)) & 1) << bit;
    }
    return 2 * level - (2 ** bitsPerDimension - 1);
  });
}

function prepared(vector: Float32Array, metric: Metric): Float64Array {
  const own = Float64Array.from(vector);
  const norm = metric === 'cosine' ? Math.sqrt(dotOf(own, own)) || 1 : 1;
  return own.map((value) => value / norm);
}

/** The estimate by its formula, for example <q - c, r> = |r|^2 <R (q - c), t> / <R r, t>, all in float64. */
function estimateOf(state: QuantisedState, query: Float32Array, point: Float32Array, row: number) {
  const { metric, dimensions, codedDimensions, seed } = state;
  const size = rotatedDimensions(dimensions, state.bitsPerDimension);
  const start = (state.clusters.length > 0 ? state.clusters[row] : 0) * dimensions;
  const centre = Float64Array.from(state.centres.subarray(start, start + dimensions));
  const mean = Float64Array.from({ length: dimensions }, (_, k) => {
    let sum = 0;
    for (let at = k; at < state.centres.length; at += dimensions) sum += state.centres[at];
    return sum / (state.centres.length / dimensions);
  });
  const u = mean.map((value) => value / Math.sqrt(dotOf(mean, mean)));
  const q = prepared(query, metric);
  const x = prepared(point, metric);
  const isDot = metric === 'dot';
  const r = x.map((value, k) => value - (isDot ? dotOf(x, u) * u[k] : centre[k]));
  const fromCentre = q.map((value, k) => value - (isDot ? dotOf(q, u) * u[k] : centre[k]));
  const t = levelsOf(state, row);
  const coded = (y: Float64Array) => rotatedByOracle(y, size, seed).slice(0, codedDimensions);
  const factor = dotOf(r, r) < 1e-9 ? 0 : dotOf(r, r) / dotOf(coded(r), t);
  const product = factor * dotOf(coded(fromCentre), t);
  // Tables are rounded to steps, half of one for each nibble at most.
  const rotated = coded(isDot ? fromCentre : q.map((value, k) => value - mean[k]));
  const { bitsPerDimension: bits } = state;
  const perNibble = 4 / bits;
  let widest = 0;
  for (let at = 0; at < codedDimensions; at += perNibble) {
    let width = 0;
    for (let k = at; k < at + perNibble; k++) width += 2 * (2 ** bits - 1) * Math.abs(rotated[k]);
    widest = Math.max(widest, width);
  }
  const rounding =
    ((factor * widest) / mostOf(bits) / 2) * (codedDimensions / perNibble) * 1.01 +
    1e-4 * (1 + dotOf(q, q) + dotOf(r, r) + dotOf(centre, centre));
  const lengths = dotOf(fromCentre, fromCentre) + dotOf(r, r);
  if (isDot) return { distance: -dotOf(q, u) * dotOf(x, u) - product, rounding };
  if (metric === 'cosine') {
    return { distance: 1 - dotOf(q, centre) - dotOf(centre, r) - product, rounding };
  }
  return { distance: lengths - 2 * product, rounding: 2 * rounding };
}

describe('QuantisedSearch, whatever the vectors,', () => {
  test('estimates what the formula says in float64, up to the rounding of tables', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, cols, seed, ...options }) => {
        const points = pointsOf(rows, cols, seed);
        const query = pointsOf(1, cols, seed + 1).row(0);
        const search = await QuantisedSearch.create(kernels, points, { ...options, seed });
        const state = search.state();
        const found = search.estimate(query, { k: rows, visit: options.clusters });
        search.dispose();
        expect(found.rows.toSorted()).toEqual(Uint32Array.from({ length: rows }, (_, i) => i));
        for (const [i, row] of found.rows.entries()) {
          // The oracle takes its time: these are enough.
          if (i % 4 !== 0) continue;
          const { distance, rounding } = estimateOf(state, query, points.row(row), row);
          expect(Math.abs(found.distances[i] - distance)).toBeLessThanOrEqual(rounding);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('finds what exact search finds once all rows are candidates', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, cols, seed, ...options }) => {
        const points = pointsOf(rows, cols, seed);
        const queries = pointsOf(3, cols, seed + 1);
        const exact = new ExactSearch(kernels, points, options.metric);
        const expected = exact.nearestBatch(queries, 5);
        exact.dispose();
        const search = await QuantisedSearch.create(kernels, points, { ...options, seed });
        const asked = { k: 5, candidates: rows, visit: options.clusters };
        const found = search.searchBatch(queries, asked);
        search.dispose();
        for (const [q, { rows: own, distances }] of found.entries()) {
          expect(own).toEqual(expected[q].rows);
          expect(distances).toEqual(expected[q].distances);
        }
      }),
      { numRuns: 40 },
    );
  });
});
