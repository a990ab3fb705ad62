// Exact search by bounds against a scan of the float32 vectors, on vectors that are hard to bound.
import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { type Kernels, METRICS, type Metric } from '../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { rowBounds } from '../../../src/kernels/exact/kernels.ts';
import { ExactSearch } from '../../../src/search/exact-search.ts';
import { nearestOfAll } from '../../../src/search/ranked-rows.ts';
import { allBackends } from '../../support/backends.ts';
import { type Random, randomInteger, randomSource } from '../../support/inputs.ts';

const kernels = createKernelsSync({ backend: 'wasm-simd' });
const DIMENSIONS = [1, 2, 3, 16, 17, 100, 513, 4096];
const QUERIES = 5;

type Fill = (random: Random, cols: number) => (row: number) => (k: number) => number;

const normal = (random: Random) => random() + random() + random() - 1.5;
/** Every value by itself. */
const each =
  (draw: (random: Random) => number): Fill =>
  (random) =>
  () =>
  () =>
    draw(random);
/** Ordinary rows, each times a number of its own. */
const scaled =
  (draw: (random: Random) => number): Fill =>
  (random, cols) =>
  () => {
    const scale = draw(random) / Math.sqrt(cols);
    return () => scale * normal(random);
  };
const powerBetween = (low: number, high: number) => (random: Random) =>
  2 ** (low + randomInteger(random, high - low));

/** Few distinct rows; rows beside each other differ in the last place of one value. */
const nearDuplicates: Fill = (random, cols) => {
  const rows = [0, 1, 2].map(() => Float32Array.from({ length: cols }, () => normal(random)));
  return (row) => {
    const source = rows[row % 3];
    const place = randomInteger(random, cols);
    return (k) => source[k] * (k === place ? 1 + (row % 5) * 2 ** -23 : 1);
  };
};

/** Values in opposite pairs, so that products cancel and rounding alone is left. */
const cancelling: Fill = (random) => () => {
  let value = 0;
  return (k) => {
    value = k % 2 === 0 ? normal(random) * 2 ** randomInteger(random, 20) : -value;
    return value;
  };
};

const SUBNORMAL = 'subnormal, zero and ordinary';

const KINDS: Readonly<Record<string, Fill>> = {
  ordinary: each(normal),
  'near each other': (random) => () => (k) => 10 + (k % 3) + 0.01 * normal(random),
  'repeated, or nearly': nearDuplicates,
  'of norms a factor of 2^50 apart': scaled(powerBetween(-25, 25)),
  'of norms at both ends of what bounds are proven for': scaled(powerBetween(-44, 61)),
  'of tiny norms': scaled(powerBetween(-60, -30)),
  'all but one dimension small': (random) => () => (k) => (k === 0 ? 1e6 : 1) * normal(random),
  'one value a row alone': (random, cols) => () => {
    const place = randomInteger(random, cols);
    return (k) => (k === place ? normal(random) : 0);
  },
  cancelling,
  'whole numbers that rounding leaves as they are': each(
    (random) => (randomInteger(random, 2) ? 127 : 126) * (randomInteger(random, 2) * 2 - 1),
  ),
  'partly subnormal': (random) => () => (k) =>
    k === 0 ? normal(random) : 2 ** -140 * randomInteger(random, 99),
  [SUBNORMAL]: (random) => (row) => () =>
    [2 ** -140 * randomInteger(random, 99), 0, normal(random)][row % 3],
};

function vectors(kind: string, rows: number, cols: number, seed: number): Matrix {
  const rowOf = KINDS[kind](randomSource(seed), cols);
  const data = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    const draw = rowOf(i);
    for (let k = 0; k < cols; k++) data[i * cols + k] = draw(k);
  }
  return new Matrix(data, rows, cols);
}

/** What a scan of the float32 vectors finds. */
function scan(own: Kernels, points: Matrix, queries: Matrix, metric: Metric, k: number) {
  const store = own.createVectors(points);
  try {
    return nearestOfAll(store, queries, metric, k);
  } finally {
    store.dispose();
  }
}

describe.each(Object.keys(KINDS))('exact search of vectors that are %s', (kind) => {
  test.each(DIMENSIONS)('finds what a scan of the floats finds, in %d dimensions', (cols) => {
    const rows = cols > 600 ? 150 : 401;
    const points = vectors(kind, rows, cols, cols);
    const others = vectors(kind, QUERIES - 2, cols, 1000 + cols);
    // Queries that are rows, and others.
    const queries = new Matrix(
      Float32Array.of(...points.row(7), ...points.row(8), ...others.data),
      QUERIES,
      cols,
    );
    const some = Uint32Array.from({ length: rows - 20 }, (_, i) => rows - 1 - i);
    for (const metric of METRICS) {
      // The cosine refuses rows of nothing but subnormal values.
      if (metric === 'cosine' && kind === SUBNORMAL) continue;
      for (const k of [1, 10]) {
        const expected = scan(kernels, points, queries, metric, k);
        for (const copy of [true, false]) {
          const search = new ExactSearch(kernels, points, metric, { copy });
          expect(search.nearestBatch(queries, k)).toEqual(expected);
          const single = expected.map((_, q) => search.nearest(queries.row(q), k));
          expect(single).toEqual(expected);
          // Listed backwards: ties still rank by row.
          const among = search.nearest(queries.row(3), k, some);
          expect(among.rows).toEqual(
            scan(kernels, points.slice(20, rows), queries.slice(3, 4), metric, k)[0].rows.map(
              (row) => row + 20,
            ),
          );
          search.dispose();
        }
      }
    }
  });
});

test.each(METRICS)('bounds by %s leave a few of many ordinary rows', (metric) => {
  const points = vectors('ordinary', 5000, 64, 1);
  const queries = vectors('ordinary', 3, 64, 2);
  const bounds = rowBounds(kernels, points, metric);
  const left = bounds?.candidates(queries.data, 3, null, 5000, 10) ?? [];
  expect(left.map((rows) => rows !== null && rows.length >= 10 && rows.length < 100)).toEqual([
    true,
    true,
    true,
  ]);
  bounds?.dispose();
});

test('bounds that leave more than a quarter of the rows name none', () => {
  const points = vectors('repeated, or nearly', 3000, 20, 1);
  const bounds = rowBounds(kernels, points, 'cosine');
  expect(bounds?.candidates(points.row(0), 1, null, 3000, 10)).toEqual([null]);
  bounds?.dispose();
});

test.each([2 ** -41, 2 ** 61])('bounds prove nothing of a query with the norm %d', (length) => {
  const bounds = rowBounds(kernels, vectors('ordinary', 1000, 3, 1), 'dot');
  expect(bounds?.candidates(Float32Array.of(0, length, 0), 1, null, 1000, 1)).toEqual([null]);
  bounds?.dispose();
});

test('all backends find the same, whether they keep the floats or not', () => {
  const points = vectors('of norms a factor of 2^50 apart', 700, 33, 5);
  const queries = vectors('of norms a factor of 2^50 apart', 9, 33, 6);
  for (const metric of METRICS) {
    const found = allBackends().flatMap((own) =>
      [true, false].map((copy) => {
        const search = new ExactSearch(own, points, metric, { copy });
        const results = search.nearestBatch(queries, 12);
        search.dispose();
        return results;
      }),
    );
    for (const results of found) expect(results).toEqual(found[0]);
  }
});

test('what the backend keeps is a quarter of the floats where it does not copy them', () => {
  const points = vectors('ordinary', 2000, 128, 1);
  const bytes = (own: Kernels, copy: boolean) => {
    const search = new ExactSearch(own, points, 'cosine', { copy });
    const { memoryBytes } = search;
    search.dispose();
    return memoryBytes;
  };
  expect(bytes(kernels, false)).toBe(2000 * (128 + 12));
  expect(bytes(kernels, true)).toBe(2000 * (128 + 12) + 2000 * (512 + 4));
  const [typescript, scalar] = allBackends();
  expect(bytes(typescript, false)).toBe(2000 * 4);
  expect(bytes(scalar, false)).toBe(2000 * (512 + 4));
});
