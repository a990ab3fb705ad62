import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { toyExample } from '../../../src/evaluation/walkthrough/toy/example.ts';
import { graphFromEdges, symmetricGraph, withSelf } from '../../../src/graph/graph.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { svmDualCoordinateDescent } from '../../../src/learners/svm-dcd.ts';
import { GraphRegularisedHashing } from '../../../src/models/graph-regularised-hashing.ts';
import { allBackends } from '../../support/backends.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
/** By numpy: scripts/golden/walkthrough.py. */
const GOLDEN: {
  hyperplanes: number[][];
  initial: number[][];
  buckets: number[];
  degrees: number[];
  means: number[][];
  smoothed: { alpha: number; rule: 'paper' | 'tutorial'; bits: number[][] }[];
  learned: number[];
} = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../fixtures/golden/walkthrough.json'), 'utf8'),
).toy;

const [C, E] = [2, 4];

describe('the toy example', () => {
  test('begins with the hyperplanes, bits and buckets that numpy finds', async () => {
    const toy = await toyExample(kernels);
    expect(toy.hyperplanes).toEqual(GOLDEN.hyperplanes.map((row) => row.map(Math.fround)));
    expect(toy.initial).toEqual(GOLDEN.initial);
    expect(toy.buckets).toEqual(GOLDEN.buckets);
    expect(toy.degrees).toEqual(GOLDEN.degrees);
    expect(toy.rounds[0].means).toEqual(GOLDEN.means);
  });

  test('has an adjacency matrix of its edges both ways and each image with itself', async () => {
    const { images, edges, adjacency, normalised } = await toyExample(kernels);
    expect(images.map(({ name, kind }) => name + kind[0])).toEqual([
      'Ac',
      'Bc',
      'Cc',
      'Dt',
      'Et',
      'Ft',
    ]);
    const expected = images.map((_, i) =>
      images.map((_, j) => {
        const joins = edges.some(([a, b]) => (a === i && b === j) || (a === j && b === i));
        return Number(joins || i === j);
      }),
    );
    expect(adjacency).toEqual(expected);
    for (const row of normalised)
      expect(row.reduce((sum, share) => sum + share)).toBeCloseTo(1, 15);
  });

  test.each(GOLDEN.smoothed)('smooths as numpy does: $rule, alpha $alpha', async (golden) => {
    const { alpha, rule, bits } = golden;
    const { rounds } = await toyExample(kernels, { alpha, rule });
    expect(rounds[0].smoothed).toEqual(bits);
  });

  test.each([0, 0.25, 0.49])('flips no bit with an alpha of %d, below one half', async (alpha) => {
    const { rounds, initial } = await toyExample(kernels, { alpha });
    expect(rounds[0].flips).toBe(0);
    expect(rounds[0].smoothed).toEqual(initial);
    expect(rounds.map(({ after }) => after)).toEqual([initial, initial]);
  });

  test.each([0.51, 0.8, 1])(
    'flips one bit of C and one of E with an alpha of %d',
    async (alpha) => {
      const { rounds, initial } = await toyExample(kernels, { alpha });
      const flips = rounds[0].smoothed.flatMap((bits, image) =>
        bits.flatMap((bit, j) => (bit === initial[image][j] ? [] : [[image, j, bit]])),
      );
      expect(flips).toEqual([
        [C, 0, 1],
        [E, 0, 0],
      ]);
      expect(rounds[0].flips).toBe(2);
    },
  );

  test('at one half flips to 1 alone, since a blend of 0 makes a 1', async () => {
    const [{ smoothed }] = (await toyExample(kernels, { alpha: 0.5 })).rounds;
    expect([smoothed[C][0], smoothed[E][0]]).toEqual([1, 1]);
  });

  test.each([
    ['tutorial', 0.5, 1],
    ['paper', 0.75, 1 / 3],
  ] as const)(
    'shows the sums of the %s rule, which flip beyond alpha %d',
    async (rule, threshold, opinion) => {
      const { rounds } = await toyExample(kernels, { rule, alpha: 0.9 });
      const third = 1 / 3;
      const term = (image: number, sign: number) => ({ image, weight: third, sign });
      expect(rounds[0].sums).toEqual([
        {
          ...{ image: C, bit: 0, terms: [term(0, 1), term(1, 1), term(2, -1)], mean: third },
          ...{
            opinion,
            own: -1,
            blend: 0.9 * opinion - (1 - 0.9),
            threshold: expect.closeTo(threshold, 12),
          },
          ...{ before: 0, after: 1 },
        },
        {
          ...{ image: E, bit: 0, terms: [term(3, -1), term(4, 1), term(5, -1)], mean: -third },
          ...{
            opinion: -opinion,
            own: 1,
            blend: 0.9 * -opinion + (1 - 0.9),
            threshold: expect.closeTo(threshold, 12),
          },
          ...{ before: 1, after: 0 },
        },
      ]);
    },
  );

  test('shows the same sums where alpha is too small for them, with the bits as they were', async () => {
    const [{ sums }] = (await toyExample(kernels, { alpha: 0.3 })).rounds;
    expect(sums.map(({ image, before, after }) => [image, before, after])).toEqual([
      [C, 0, 0],
      [E, 1, 1],
    ]);
    expect(sums[0].blend).toBeCloseTo(0.3 - 0.7, 15);
  });

  test('learns the hyperplane that solves the problem exactly, near enough', async () => {
    const { rounds, images } = await toyExample(kernels);
    const [x, y] = rounds[0].hyperplanes[0];
    expect(x).toBeCloseTo(GOLDEN.learned[0], 2);
    expect(y).toBeCloseTo(GOLDEN.learned[1], 2);
    // By hand: the angle between (1.764, 2.241) and it.
    const [[a, b]] = GOLDEN.hyperplanes;
    const cosine = (a * x + b * y) / (Math.hypot(a, b) * Math.hypot(x, y));
    expect(rounds[0].turned[0]).toBeCloseTo((Math.acos(cosine) * 180) / Math.PI, 4);
    const sides = images.map((image) => Number(image.x * x + image.y * y >= 0));
    expect(sides).toEqual([1, 1, 1, 0, 0, 0]);
    expect(rounds[0].after.map(([first]) => first)).toEqual(sides);
  });

  test('puts cars into one bucket and tigers into another, and is settled then', async () => {
    const { rounds } = await toyExample(kernels, { iterations: 3 });
    expect(rounds.map(({ buckets }) => buckets)).toEqual(new Array(3).fill([6, 6, 6, 1, 1, 1]));
    expect(rounds.map(({ isSettled }) => isSettled)).toEqual([false, true, true]);
    expect(rounds.map(({ flips }) => flips)).toEqual([2, 0, 0]);
    expect(rounds[1].sums).toEqual([]);
    expect(rounds[1].turned).toEqual([0, 0, 0]);
  });

  test.each([
    { alpha: 0.8, rule: 'tutorial', iterations: 1 },
    { alpha: 0.4, rule: 'tutorial', iterations: 3 },
    { alpha: 0.9, rule: 'paper', iterations: 2 },
  ] as const)('has the hyperplanes of the hasher: %o', async (settings) => {
    const { images, edges, rounds } = await toyExample(kernels, { ...settings, cost: 2 });
    const points = Matrix.from(images.map(({ x, y }) => [x, y]));
    const [from, to] = [edges.map(([a]) => a), edges.map(([, b]) => b)];
    const graph = withSelf(symmetricGraph(graphFromEdges(6, { from, to, weights: null })));
    const raw = { kernels, bits: 3, normalise: false, centre: false };
    const learner = svmDualCoordinateDescent({ cost: 2 });
    const hasher = new GraphRegularisedHashing({ ...raw, ...settings, learner });
    await hasher.fit(points, graph);
    const { hyperplanes, after } = rounds[settings.iterations - 1];
    expect(hyperplanes.flat()).toEqual(Array.from(hasher.hyperplanes.data));
    const signs = after.flat().map((bit) => 2 * bit - 1);
    expect(signs).toEqual(Array.from(hasher.encode(points).toSigns()));
  });

  test('is the same on every backend', async () => {
    const expected = await toyExample(kernels, { iterations: 3 });
    for (const other of allBackends()) {
      expect(await toyExample(other, { iterations: 3 })).toEqual(expected);
    }
  });

  test('is plain JSON', async () => {
    const toy = await toyExample(kernels);
    expect(JSON.parse(JSON.stringify(toy))).toEqual(toy);
  });

  test.each([
    [{ alpha: 1.1 }, 'alpha of the toy example must be from 0 to 1, not 1.1'],
    [{ iterations: 0 }, 'iterations of the toy example must be a whole number from 1 to 10, not 0'],
    [{ rule: 'mine' }, 'rule must be one of paper, tutorial, not "mine"'],
    [{ cost: 0 }, 'cost of the toy example must be a finite number above 0, not 0'],
    [{ iteration: 1 }, 'the toy example has no option "iteration": did you mean iterations?'],
  ])('refuses %o', async (options, message) => {
    await expect(toyExample(kernels, options as never)).rejects.toThrow(message);
  });
});
