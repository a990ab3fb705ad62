import { describe, expect, test } from 'vitest';
import { Matrix } from '../../src/core/matrix.ts';
import { withSelf } from '../../src/graph/graph.ts';
import { pairGraph } from '../../src/graph/pairs.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { svmDualCoordinateDescent } from '../../src/learners/svm-dcd.ts';
import { describeHasher } from '../../src/models/describe-hasher.ts';
import type { FitProgress, FittableHasher } from '../../src/models/fit-options.ts';
import { GraphRegularisedHashing } from '../../src/models/graph-regularised-hashing.ts';
import type { HyperplaneHasher } from '../../src/models/hyperplane-hasher.ts';
import { InitialisedHashing } from '../../src/models/initialised-hashing.ts';
import { itqInitialiser } from '../../src/models/initialisers/itq.ts';
import { itqCcaInitialiser } from '../../src/models/initialisers/itq-cca.ts';
import { RandomHyperplanes } from '../../src/models/random-hyperplanes.ts';
import { SelfTrainedHashing } from '../../src/models/self-trained-hashing.ts';
import type { Supervision } from '../../src/models/supervision.ts';
import { gaussianClasses, gaussianPoints } from '../support/points.ts';

const kernels = createKernelsSync();
const { points, labels } = gaussianClasses({
  rows: 80,
  classes: 3,
  dimensions: 8,
  distance: 4,
  seed: 2,
});
const options = { kernels, bits: 9 };
const makers: Record<string, () => HyperplaneHasher & FittableHasher> = {
  'random hyperplanes': () => new RandomHyperplanes(options),
  itq: () => new InitialisedHashing({ ...options, initialiser: itqInitialiser({ iterations: 5 }) }),
  'itq-cca': () => new InitialisedHashing({ ...options, initialiser: itqCcaInitialiser() }),
  'graph regularised hashing': () => new GraphRegularisedHashing({ ...options, iterations: 2 }),
  'graph regularised hashing without iterations': () =>
    new GraphRegularisedHashing({ ...options, iterations: 0 }),
  'self-trained hashing': () => new SelfTrainedHashing(options),
};
const all = Object.entries(makers);
const pairs = { similar: [[0, 3] as const, [1, 4] as const], dissimilar: [[0, 1] as const] };
const labelledRows = Uint32Array.from({ length: 30 }, (_, i) => 2 * i);
const some = { labelledRows, labels: Int32Array.from(labelledRows, (row) => labels[row]) };

describe.each(all)('fit of %s', (_, make) => {
  test('takes labels in any array, and learns the same from each', async () => {
    const expected = await make().fit(points, labels);
    const forms: Supervision[] = [
      [...labels],
      Uint8Array.from(labels),
      Float64Array.from(labels),
      BigInt64Array.from(labels, BigInt),
      { length: 80, ...Object.fromEntries(labels.entries()) } as ArrayLike<number>,
    ];
    for (const form of forms) {
      const hasher = await make().fit(points, form);
      expect(hasher.hyperplanes).toEqual(expected.hyperplanes);
      expect(hasher.encode(points)).toEqual(expected.encode(points));
    }
  });

  test('tells of its steps: one total, nothing done taken back, and all at the end', async () => {
    const events: FitProgress[] = [];
    await make().fit(points, labels, { onProgress: (event) => events.push(event) });
    expect(new Set(events.map(({ total }) => total)).size).toBe(1);
    const done = events.map((event) => event.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(events[0].total);
    for (const { step } of events) expect(step).toMatch(/^[a-z][a-z0-9 -]+$/);
  });

  test('stops before it begins where the signal says so, and leaves the hasher as it was', async () => {
    const hasher = await make().fit(points, labels);
    const before = hasher.hyperplanes;
    const signal = AbortSignal.abort(new Error('not now'));
    const other = gaussianPoints(80, 8, 5);
    await expect(hasher.fit(other, labels, { signal })).rejects.toThrow('not now');
    expect(hasher.hyperplanes).toBe(before);
  });

  test('takes labels of some rows', async () => {
    const hasher = await make().fit(points, some);
    expect(hasher.encode(points).count).toBe(80);
  });
});

describe('labels of some rows', () => {
  test.each(['graph regularised hashing', 'itq-cca'])(
    '%s learns from these rows, about the mean of all',
    async (name) => {
      const hasher = await makers[name]().fit(points, some);
      const whole = new RandomHyperplanes(options).fitSync(points);
      expect(hasher.mean).toEqual(whole.mean);
      expect(hasher.description.training).toMatchObject({ points: 30 });
      // Points without labels move nothing but the mean: here neither.
      const raw = { ...options, normalise: false, centre: false };
      const make = () =>
        name === 'itq-cca'
          ? new InitialisedHashing({ ...raw, initialiser: itqCcaInitialiser() })
          : new GraphRegularisedHashing(raw);
      const partial = await make().fit(points, some);
      const alone = await make().fit(points.selectRows(labelledRows), some.labels);
      expect(partial.hyperplanes).toEqual(alone.hyperplanes);
    },
  );

  test('self-trained hashing learns the same from labels of all rows in either form', async () => {
    const labelled = { labelledRows: [...labels.keys()], labels: [...labels] };
    const a = await new SelfTrainedHashing(options).fit(points, labelled);
    const b = await new SelfTrainedHashing(options).fit(points, labels);
    expect(a.hyperplanes).toEqual(b.hyperplanes);
  });
});

test('pairs are a graph in which each row is its own neighbour too', async () => {
  const graph = withSelf(pairGraph(80, pairs));
  const byPairs = await new GraphRegularisedHashing(options).fit(points, pairs);
  const byGraph = await new GraphRegularisedHashing(options).fit(points, graph);
  expect(byPairs.hyperplanes).toEqual(byGraph.hyperplanes);
});

describe('fit refuses, with a line that says what to do:', () => {
  const graph = withSelf(pairGraph(80, pairs));
  const refused: [string, string, unknown, RegExp][] = [
    ['itq-cca', 'nothing', undefined, /^itq-cca learns from labels: call fit\(points, labels\)/],
    ['itq-cca', 'a graph', graph, /^itq-cca learns from labels, not from a graph: call fit/],
    ['itq-cca', 'one class', new Array(80).fill(2), /two classes/],
    [
      'graph regularised hashing',
      'nothing',
      null,
      /learns from labels, a graph or pairs: call fit/,
    ],
    ['graph regularised hashing', 'both', { ...some, graph }, /leave one of them out$/],
    [
      'graph regularised hashing',
      'no labelled row',
      { labelledRows: [], labels: [] },
      /^labels must name at least two classes, but there are none$/,
    ],
    [
      'self-trained hashing',
      'nothing',
      undefined,
      /^self-trained hashing learns from labels: call/,
    ],
    ['self-trained hashing', 'pairs', pairs, /learns from labels, not from pairs: call fit/],
    ['self-trained hashing', 'one class', new Array(80).fill(2), /two classes/],
    ...['itq', 'graph regularised hashing', 'self-trained hashing'].flatMap(
      (name): [string, string, unknown, RegExp][] => [
        [name, 'a text', 'labels', /^the second argument of fit must be labels, .*, not "labels"$/],
        [name, 'options in its place', { signal: null }, /^the second argument of fit must be/],
        [name, 'a number', 3, /^the second argument of fit must be labels, .*, not 3$/],
        [
          name,
          'too few labels',
          [1, 2],
          /^80 points need as many labels, not 2; for labels of some/,
        ],
        [name, 'texts as labels', new Array(80).fill('1'), /label 0 \(counted from 0\) is "1"$/],
        [
          name,
          'no label',
          new Array(80).fill(null),
          /whole numbers of 32 bits, but label 0 .* null/,
        ],
        [name, 'fractions', new Array(80).fill(0.5), /whole numbers of 32 bits, .* is 0\.5$/],
        [name, 'large labels', new Array(80).fill(2 ** 31), /32 bits, .* is 2147483648$/],
        [name, 'rows without labels', { labelledRows: [1] }, /^labels must be an array of numbers/],
        [
          name,
          'a missing row',
          { labelledRows: [1, 80], labels: [0, 1] },
          /^labelled row 80 is not/,
        ],
        [
          name,
          'half a row',
          { labelledRows: [1, 2.5], labels: [0, 1] },
          /^labelled row 2\.5 is not/,
        ],
        [name, 'a row twice', { labelledRows: [1, 1], labels: [0, 1] }, /named once each$/],
        [
          name,
          'a graph of others',
          pairGraph(3, { similar: [] }),
          /80 points need a graph of as many/,
        ],
      ],
    ),
  ];
  test.each(refused)('%s, %s', async (name, _, supervision, message) => {
    const hasher = makers[name]();
    const fit = hasher.fit(points, supervision as Supervision);
    await expect(fit).rejects.toMatchObject({
      name: 'InvalidArgumentError',
      message: expect.stringMatching(message),
    });
    expect(() => hasher.encode(points)).toThrow('call fit');
  });
});

describe('a fit whose learner stops short of its tolerance', () => {
  const learner = svmDualCoordinateDescent({ maxEpochs: 1 });
  const make = () => new GraphRegularisedHashing({ ...options, iterations: 2, learner });

  test('says so in the hasher, its progress and its file', async () => {
    const told: FitProgress[] = [];
    const hasher = await make().fit(points, labels, { onProgress: (event) => told.push(event) });
    expect(hasher.convergence).toBe(hasher.summary[1].convergence);
    const missed = hasher.convergence?.bits.filter(({ isSolved }) => !isSolved) ?? [];
    expect(missed.length).toBeGreaterThan(0);
    expect(hasher.convergence?.missed).toEqual(missed.map(({ bit }) => bit));
    expect(told.filter(({ summary }) => summary).map(({ summary }) => summary)).toEqual([
      ...hasher.summary,
    ]);
    const { training } = describeHasher(hasher.save());
    expect(training.iterations).toMatchObject([{}, { missed }]);
  });

  test('numbers bits as the hasher does, those left out of learning included', async () => {
    // Far from 0 and not centred, all points agree on most bits.
    const far = new Matrix(
      points.data.map((value, i) => value + (i % 8 === 0 ? 6 : 0)),
      80,
      8,
    );
    const settings = { ...options, bits: 24, normalise: false, centre: false, learner };
    const hasher = await new GraphRegularisedHashing(settings).fit(far, labels);
    const { constantBits, convergence } = hasher.summary[0];
    expect(constantBits).toBeGreaterThan(0);
    expect(convergence?.bits).toHaveLength(24 - constantBits);
    const numbers = convergence?.bits.map(({ bit }) => bit) ?? [];
    expect(Math.max(...numbers)).toBeGreaterThan(numbers.length - 1);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });
});

test('fitBatches stops when the signal says so', async () => {
  const controller = new AbortController();
  function* batches() {
    yield points;
    controller.abort(new Error('enough'));
    yield points;
  }
  const hasher = new RandomHyperplanes(options);
  const { signal } = controller;
  await expect(hasher.fitBatches(batches(), { signal })).rejects.toThrow('enough');
  expect(() => hasher.encode(points)).toThrow('call fit');
});
