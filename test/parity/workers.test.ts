import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HashCodes, wordsFor } from '../../src/core/hash-codes.ts';
import { Matrix } from '../../src/core/matrix.ts';
import { RandomState } from '../../src/core/random/random-state.ts';
import { distanceHistograms } from '../../src/evaluation/hamming-ranking.ts';
import { randomFourierFeatures } from '../../src/features/random-fourier.ts';
import { rbfLandmarks } from '../../src/features/rbf-landmarks.ts';
import { BACKENDS, METRICS } from '../../src/kernels/api.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import type { Convergence } from '../../src/learners/convergence.ts';
import type { HyperplaneLearner } from '../../src/learners/learner.ts';
import { passiveAggressive } from '../../src/learners/passive-aggressive.ts';
import { ridge } from '../../src/learners/ridge/ridge.ts';
import { svmDualCoordinateDescent } from '../../src/learners/svm-dcd.ts';
import { svmStochasticGradient } from '../../src/learners/svm-sgd.ts';
import { GraphRegularisedHashing } from '../../src/models/graph-regularised-hashing.ts';
import { RandomHyperplanes } from '../../src/models/random-hyperplanes.ts';
import { RandomRotations } from '../../src/models/random-rotations.ts';
import { createThreadPool } from '../../src/node/threads.ts';
import { ExactSearch } from '../../src/search/exact-search.ts';
import type { Pool } from '../../src/workers/pool.ts';
import { randomMatrix, randomSigns } from '../support/pools.ts';
import { expectSame } from '../support/same.ts';

const POOLS = [
  ...[1, 2, 3, 5].map((threads) => ({ threads, shareMemory: true })),
  { threads: 2, shareMemory: false },
];

describe.each(BACKENDS)('%s', (backend) => {
  const kernels = createKernelsSync({ backend });
  // What one thread gives is asked of it once, and compared with what every pool gives.
  const known = new Map<string, unknown>();
  function once<T>(key: string, compute: () => T): T {
    if (!known.has(key)) known.set(key, compute());
    return known.get(key) as T;
  }

  describe.each(POOLS)('$threads workers, shared memory: $shareMemory', (options) => {
    let pool: Pool;

    beforeAll(async () => {
      pool = await createThreadPool({ backend, ...options });
    });
    afterAll(() => pool.close());

    test('the pool says what it runs on', () => {
      expect(pool.threads).toBe(options.threads);
      expect(pool.backend).toBe(backend);
      expect(pool.sharesMemory).toBe(options.shareMemory);
    });

    test('encodes by a rotation like one thread', async () => {
      const { hasher, points, expected } = once('rotation', () => {
        const hasher = new RandomRotations({ kernels, bits: 130 }).fitSync(
          randomMatrix(50, 100, 1),
        );
        const points = randomMatrix(9001, 100);
        return { hasher, points, expected: hasher.encode(points) };
      });
      for (const input of [points, pool.share(points)]) {
        expectSame(await pool.encode(hasher, input), expected);
      }
    });

    test.each([
      { rows: 0, cols: 3, bits: 5 },
      { rows: 1, cols: 1, bits: 1 },
      { rows: 7, cols: 5, bits: 33 },
      { rows: 1003, cols: 33, bits: 17 },
      { rows: 20_011, cols: 64, bits: 40 },
    ])(
      'encodes $rows x $cols points to $bits bits like one thread',
      async ({ rows, cols, bits }) => {
        const { hasher, points, expected } = once(`encode ${rows} x ${cols}`, () => {
          const hasher = new RandomHyperplanes({ kernels, bits }).fitSync(
            randomMatrix(50, cols, 1),
          );
          const points = randomMatrix(rows, cols);
          return { hasher, points, expected: hasher.encode(points) };
        });
        for (const input of [points, pool.share(points), within(points)]) {
          expectSame(await pool.encode(hasher, input), expected);
        }
      },
    );

    test('encodes without preparing points where the model does not', async () => {
      const points = randomMatrix(301, 9);
      for (const [normalise, centre] of [
        [false, true],
        [true, false],
        [false, false],
      ]) {
        const settings = { kernels, bits: 20, normalise, centre };
        const hasher = new RandomHyperplanes(settings).fitSync(points);
        expectSame(await pool.encode(hasher, points), hasher.encode(points));
      }
    });

    test.each([
      ['RBF landmarks', rbfLandmarks({ landmarks: 37 })],
      ['random Fourier features', randomFourierFeatures({ features: 50 })],
    ])('encodes through %s like one thread', async (_, featureMap) => {
      const points = randomMatrix(501, 9);
      const labels = Int32Array.from({ length: 501 }, (_, i) => (i * 7) % 5);
      const learner = pool.learner(ridge({ bias: true }));
      const settings = { kernels, bits: 20, featureMap, learner };
      const hasher = await new GraphRegularisedHashing(settings).fit(points, labels);
      expectSame(await pool.encode(hasher, points), hasher.encode(points));
      await expect(pool.encode(hasher, randomMatrix(3, 37))).rejects.toThrow(
        /37 dimensions .* to 9$/,
      );
    });

    test.each(METRICS)(
      'finds the nearest rows by %s like one thread, ties among them',
      async (metric) => {
        const points = withTies(211, 13);
        const queries = withTies(23, 13);
        const search = new ExactSearch(kernels, points, metric);
        for (const k of [1, 10, 211, 1000]) {
          const found = await pool.nearest(points, within(queries), { k, metric });
          const expected = once(`nearest ${k} by ${metric}`, () =>
            Array.from({ length: 23 }, (_, q) => search.nearest(queries.row(q), k)),
          );
          expectSame(found, expected);
        }
      },
    );

    test('finds nothing for no queries and in no points', async () => {
      const [none, some] = [randomMatrix(0, 4), randomMatrix(3, 4)];
      expect(await pool.nearest(some, none, { k: 2 })).toEqual([]);
      const empty = { rows: new Uint32Array(), distances: new Float32Array() };
      expect(await pool.nearest(none, some, { k: 2 })).toEqual([empty, empty, empty]);
    });

    test.each([8, 45, 96])('finds the nearest of %i-bit codes like one thread', async (bits) => {
      const queries = labelledCodes(67, bits, 1).codes;
      const database = labelledCodes(977, bits, 2).codes;
      const stored = kernels.createCodes(database);
      const nearest = (q: number, k: number) => {
        const size = Math.min(k, 977);
        const found = { rows: new Uint32Array(size), distances: new Uint16Array(size) };
        stored.nearest(queries.code(q), 1, k, found.rows, found.distances);
        return found;
      };
      for (const k of [1, 20, 2000]) {
        const expected = once(`nearest ${k} of ${bits}-bit codes`, () =>
          Array.from({ length: 67 }, (_, q) => nearest(q, k)),
        );
        const found = await pool.hammingNearest(database, queries, { k });
        expectSame(
          found.map(({ rows, distances }) => ({ rows, distances })),
          expected,
        );
      }
      stored.dispose();
    });

    test.each([16, 45, 96])('counts distances of %i-bit codes like one thread', async (bits) => {
      const queries = labelledCodes(101, bits, 1);
      const database = labelledCodes(977, bits, 2);
      const expected = once(`histograms of ${bits}-bit codes`, () =>
        distanceHistograms(kernels, queries, database),
      );
      expectSame(await pool.distanceHistograms(queries, database), expected);
    });

    test.each([
      ['dual coordinate descent', svmDualCoordinateDescent()],
      [
        'balanced dual coordinate descent with squared hinge loss',
        svmDualCoordinateDescent({
          cost: 3,
          loss: 'squared-hinge',
          seed: 5,
          classWeight: 'balanced-ceil',
          maxEpochs: 40,
        }),
      ],
      ['stochastic gradient descent', svmStochasticGradient({ epochs: 3, seed: 2 })],
      [
        'dual coordinate descent with a bias',
        svmDualCoordinateDescent({ bias: true, maxEpochs: 9 }),
      ],
      ['ridge regression', ridge({ ridge: 0.5 })],
      ['ridge regression with a bias', ridge({ bias: true, classWeight: 'balanced-ceil' })],
      ['conjugate gradients', ridge({ solver: 'conjugate-gradient' })],
      ['passive-aggressive steps', passiveAggressive({ epochs: 2, seed: 3 })],
    ])('fits hyperplanes by %s like one thread', async (name, learner) => {
      const points = randomMatrix(97, 21);
      for (const bits of [1, 3, 19, 33]) {
        const signs = randomSigns(97 * bits);
        const trained = async (by: HyperplaneLearner, matrix: Matrix) => {
          const told: Convergence[] = [];
          const onConvergence = (convergence: Convergence) => told.push(convergence);
          return { ...(await by.fit(kernels, matrix, signs, bits, { onConvergence })), told };
        };
        const expected = await once(`${bits} bits by ${name}`, () => trained(learner, points));
        const sharded = pool.learner(learner);
        expectSame(await trained(sharded, within(points)), expected);
        expect([sharded.name, sharded.settings]).toEqual([learner.name, learner.settings]);
      }
    });

    test('graph regularised hashing learns the same model', async () => {
      const points = randomMatrix(120, 16);
      const labels = Int32Array.from({ length: 120 }, (_, i) => (i * 7) % 5);
      const settings = { kernels, bits: 24, iterations: 2, alpha: 0.7 };
      const learner = pool.learner(svmDualCoordinateDescent());
      const one = await once('graph regularised hashing', () =>
        new GraphRegularisedHashing(settings).fit(points, labels),
      );
      const many = await new GraphRegularisedHashing({ ...settings, learner }).fit(points, labels);
      expectSame(many.hyperplanes, one.hyperplanes);
      expectSame(await pool.encode(many, points), one.encode(points));
    });

    test('calls at the same time do not disturb each other', async () => {
      const points = randomMatrix(203, 20);
      const hasher = new RandomHyperplanes({ kernels, bits: 30 }).fitSync(points);
      const learner = svmDualCoordinateDescent({ maxEpochs: 60 });
      const signs = randomSigns(203 * 12);
      const search = new ExactSearch(kernels, points);
      const [codes, fitted, found] = await Promise.all([
        pool.encode(hasher, points),
        pool.learner(learner).fit(kernels, points, signs, 12),
        pool.nearest(points, points.slice(0, 9), { k: 4 }),
      ]);
      expect(codes).toEqual(hasher.encode(points));
      expect(fitted).toEqual(await learner.fit(kernels, points, signs, 12));
      expect(found).toEqual(Array.from({ length: 9 }, (_, q) => search.nearest(points.row(q), 4)));
    });
  });
});

test('many blocks of rows and ranges of queries are merged like one', async () => {
  const kernels = createKernelsSync();
  const points = withTies(5003, 512);
  const queries = randomMatrix(300, 512, 3);
  const search = new ExactSearch(kernels, points);
  const expected = Array.from({ length: 300 }, (_, q) => search.nearest(queries.row(q), 7));
  const pool = await createThreadPool({ threads: 2 });
  try {
    expectSame(await pool.nearest(points, queries, { k: 7 }), expected);
  } finally {
    await pool.close();
  }
});

/** The same values somewhere within a larger buffer. */
function within({ data, rows, cols }: Matrix): Matrix {
  const larger = new Float32Array(data.length + 8).fill(Number.NaN);
  larger.set(data, 3);
  return new Matrix(larger.subarray(3, 3 + data.length), rows, cols);
}

/** Small whole numbers: many rows are equally far. */
function withTies(rows: number, cols: number): Matrix {
  const random = new RandomState(rows);
  const data = Float32Array.from({ length: rows * cols }, () => Math.round(random.randn() / 2));
  return new Matrix(data, rows, cols);
}

function labelledCodes(count: number, bits: number, seed: number) {
  const random = new RandomState(seed);
  const stride = wordsFor(bits);
  const words = Uint32Array.from({ length: count * stride }, (_, i) => {
    const used = Math.min(32, bits - (i % stride) * 32);
    return Math.floor(random.randomSample() * 2 ** used);
  });
  const labels = Int32Array.from({ length: count }, () => Math.floor(random.randomSample() * 3));
  return { codes: new HashCodes(words, count, bits), labels };
}
