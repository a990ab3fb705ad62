import { describe, expect, test } from 'vitest';
import { hammingDistance } from '../../../src/core/hash-codes.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import { nearestNeighbours, neighbourGraph } from '../../../src/graph/nearest-neighbours.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { classCodewords } from '../../../src/models/codewords.ts';
import type { FitProgress } from '../../../src/models/fit-options.ts';
import { loadHasher } from '../../../src/models/fitted-hasher.ts';
import { SelfTrainedHashing } from '../../../src/models/self-trained-hashing.ts';
import { prepareLandmarks } from '../../../src/models/self-training/landmark-basis.ts';
import { selfTrain } from '../../../src/models/self-training/train.ts';
import { allBackends } from '../../support/backends.ts';
import { gaussianClasses } from '../../support/points.ts';

const kernels = createKernelsSync();
const CLASSES = 4;

function problem(rows = 400, seed = 1) {
  const { points, labels } = gaussianClasses({
    rows,
    classes: CLASSES,
    dimensions: 10,
    distance: 4,
    seed,
  });
  // Two labelled points of each class.
  const labelledRows = Uint32Array.from({ length: 2 * CLASSES }, (_, i) => i + 3);
  return { points, truth: labels, labelledRows, labels: labels.filter((_, i) => i >= 3 && i < 11) };
}

function fitted(bits: number, seed = 0, given = problem()): Promise<SelfTrainedHashing> {
  const hasher = new SelfTrainedHashing({ kernels, bits, seed });
  return hasher.fit(given.points, given);
}

/** Share of bits in which points have the codeword of their class. */
function agreement(hasher: SelfTrainedHashing, points: Matrix, truth: Int32Array): number {
  const { bits, seed } = hasher;
  const words = classCodewords(CLASSES, bits, { seed });
  const codes = hasher.encode(points);
  let right = 0;
  truth.forEach((label, i) => {
    const [code] = codes.code(i);
    for (let j = 0; j < bits; j++) {
      if (((code >>> j) & 1) === (words[label * bits + j] > 0 ? 1 : 0)) right++;
    }
  });
  return right / (truth.length * bits);
}

describe('self-trained hashing', () => {
  test('gives unseen points the codeword of their class, from two labels a class', async () => {
    const hasher = await fitted(16);
    const { points, truth } = problem(200, 7);
    expect(agreement(hasher, points, truth)).toBeGreaterThan(0.97);
  });

  test('is the same for a seed, and on every backend', async () => {
    const { points, labelledRows, labels } = problem(120);
    const all = await Promise.all(
      allBackends().map((backend) =>
        new SelfTrainedHashing({ kernels: backend, bits: 24, seed: 3 }).fit(points, {
          labelledRows,
          labels,
        }),
      ),
    );
    const again = await fitted(24, 3, problem(120));
    for (const hasher of all) {
      expect(hasher.hyperplanes).toEqual(again.hyperplanes);
      expect(hasher.encode(points)).toEqual(again.encode(points));
      expect(hasher.classifier).toEqual(again.classifier);
    }
    expect((await fitted(24, 4, problem(120))).hyperplanes).not.toEqual(again.hyperplanes);
  });

  test('never looks at labels but those that are given', async () => {
    const given = problem();
    const renamed = { ...given, labels: given.labels.map((label) => 9 - 3 * label) };
    const [hasher, other] = await Promise.all([fitted(16, 0, given), fitted(16, 0, renamed)]);
    // Classes in reverse order get each other's codewords, but points stay as near.
    const [a, b] = [hasher.encode(given.points), other.encode(given.points)];
    const near = (codes: typeof a, i: number) => hammingDistance(codes.code(i), codes.code(i + 4));
    const same = Array.from({ length: 100 }, (_, i) => near(a, i) < 4 === near(b, i) < 4);
    expect(same.filter((agrees) => agrees).length).toBeGreaterThan(90);
    expect(other.classifier.classes).toEqual([0, 3, 6, 9]);
  });

  test('serves all lengths by one classifier, on work shared with other label sets', async () => {
    const { points, labelledRows, labels } = problem();
    const hasher = await fitted(16);
    const prepared = new SelfTrainedHashing({ kernels, bits: 1, normalise: false, centre: false });
    const basis = await prepareLandmarks(kernels, points);
    const shared = await selfTrain(kernels, { points, labelledRows, labels, basis });
    const alone = await selfTrain(kernels, { points, labelledRows, labels });
    expect(shared).toEqual(alone);
    expect(prepared.adopt(shared, null).encode(points).bits).toBe(1);
    const long = new SelfTrainedHashing({ kernels, bits: 32 });
    long.adopt(hasher.classifier, hasher.mean);
    const [short, both] = [hasher.encode(points), long.encode(points)];
    for (let i = 0; i < points.rows; i++) {
      expect(both.code(i)[0] & 0xffff).toBe(short.code(i)[0]);
    }
  });

  test('spreads scores over a graph only where that helps on points left out', async () => {
    const { points, labelledRows, labels } = problem();
    const lists = await nearestNeighbours(kernels, points, { neighbours: 8 });
    const graph = neighbourGraph(lists, 'similarity');
    const { trials, settings } = await selfTrain(kernels, { points, labelledRows, labels, graph });
    expect(trials.student).toHaveLength(6);
    const most = Math.max(...trials.student.map(({ agreement: share }) => share));
    const best = trials.student.find((trial) => trial.agreement === most);
    expect(settings).toMatchObject({
      sharpening: best?.sharpening,
      spreading: best?.spreading,
    });
  });

  test('is saved and loaded with its landmarks', async () => {
    const hasher = await fitted(24);
    const { points } = problem(50, 9);
    const loaded = loadHasher(kernels, hasher.save());
    expect(loaded.encode(points)).toEqual(hasher.encode(points));
    expect(loaded.description.method).toBe('self-trained');
  });

  test('tells of progress that never goes back, and stops when asked to', async () => {
    const { points, labelledRows, labels } = problem();
    const hasher = new SelfTrainedHashing({ kernels, bits: 8 });
    const shares: number[] = [];
    const onProgress = ({ done, total }: FitProgress) => shares.push(done / total);
    await hasher.fit(points, { labelledRows, labels }, { onProgress });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    const signal = AbortSignal.abort(new Error('enough'));
    const before = hasher.hyperplanes;
    await expect(hasher.fit(points, { labelledRows, labels }, { signal })).rejects.toThrow(
      'enough',
    );
    expect(hasher.hyperplanes).toBe(before);
  });

  test('refuses labels that fit no points', async () => {
    const { points, labelledRows, labels } = problem();
    const hasher = new SelfTrainedHashing({ kernels, bits: 8 });
    const attempt = (rows: Uint32Array, of: Int32Array) =>
      hasher.fit(points, { labelledRows: rows, labels: of });
    await expect(attempt(labelledRows, labels.slice(1))).rejects.toThrow(
      '8 labelled rows need as many',
    );
    await expect(attempt(Uint32Array.of(1, 400), Int32Array.of(0, 1))).rejects.toThrow(
      'labelled row 400 is not one of 400 points',
    );
    await expect(attempt(Uint32Array.of(1, 1), Int32Array.of(0, 1))).rejects.toThrow('once each');
    await expect(attempt(Uint32Array.of(1, 2), Int32Array.of(5, 5))).rejects.toThrow('two classes');
    expect(() => hasher.classifier).toThrow('call fit');
  });
});
