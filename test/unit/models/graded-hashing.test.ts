import { describe, expect, test } from 'vitest';
import type { ProbabilityMember } from '../../../src/core/feature-map.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { classCodewords } from '../../../src/models/codewords.ts';
import type { FitProgress } from '../../../src/models/fit-options.ts';
import { loadHasher } from '../../../src/models/fitted-hasher.ts';
import { trainGraded } from '../../../src/models/graded/train.ts';
import { GradedHashing } from '../../../src/models/graded-hashing.ts';
import { allBackends } from '../../support/backends.ts';
import { gaussianClasses } from '../../support/points.ts';
import { closePoolsAfterEach, threadPool } from '../../support/pools.ts';

const kernels = createKernelsSync();
const CLASSES = 4;
/** Small networks of few epochs. */
const settings = { units: 12, epochs: 8, batch: 16, networks: 2 };

function problem(rows = 160, seed = 1) {
  const given = { rows, classes: CLASSES, dimensions: 9, distance: 4, seed };
  const { points, labels: truth } = gaussianClasses(given);
  const labelledRows = Uint32Array.from({ length: 40 }, (_, i) => i + 3);
  return { points, truth, labelledRows, labels: truth.slice(3, 43) };
}

const { truth: allLabels, ...given } = problem();
const classifier = await trainGraded(kernels, { ...given, settings, seed: 5 });

closePoolsAfterEach();

test('networks that a pool trains make the same classifier', async () => {
  const pool = await threadPool({ threads: 2 });
  const own = await trainGraded(kernels, { ...given, settings, seed: 5, pool });
  expect(own).toEqual(classifier);
});

/** Class probabilities of a point by the definition, in float64. */
function probabilities(members: readonly ProbabilityMember[], x: Float32Array): number[] {
  const out = new Array<number>(CLASSES).fill(0);
  for (const { featureMap, weights, offsets, scale, link, share } of members) {
    let features = [...x];
    if (featureMap?.kind === 'rbf') {
      const { landmarks, width } = featureMap;
      features = Array.from({ length: landmarks.rows }, (_, j) => {
        const l = landmarks.row(j);
        return Math.exp(-x.reduce((sum, value, k) => sum + (value - l[k]) ** 2, 0) / width);
      });
    } else if (featureMap?.kind === 'network') {
      for (const layer of featureMap.layers) {
        features = product(layer.weights, layer.offsets, features).map((v) => Math.max(0, v));
      }
    }
    const scores = product(weights, offsets, features);
    const parts = scores.map((s) => (link === 'softmax' ? Math.exp(scale * s) : Math.max(0, s)));
    const total = parts.reduce((a, b) => a + b, 0);
    parts.forEach((part, c) => {
      out[c] += share * (total > 0 ? part / total : 1 / CLASSES);
    });
  }
  return out;
}

function product(weights: Matrix, offsets: Float32Array, x: readonly number[]): number[] {
  return Array.from({ length: weights.rows }, (_, j) =>
    x.reduce((sum, value, k) => sum + value * weights.row(j)[k], offsets[j]),
  );
}

describe('graded codes', () => {
  test.each([
    [undefined, 0.5],
    [0.5, 0.5],
    [1, 1],
  ] as const)('with exponent %s are signs of P^%s times codewords', (exponent, power) => {
    const bits = 24;
    const raw = { normalise: false, centre: false };
    const hasher = new GradedHashing({ kernels, bits, seed: 5, exponent, ...raw });
    hasher.adopt(classifier, null);
    expect(loadHasher(kernels, hasher.save()).encode(given.points)).toEqual(
      hasher.encode(given.points),
    );
    const words = classCodewords(CLASSES, bits, { seed: 5, distinct: bits });
    const codes = hasher.encode(given.points);
    const { members } = classifier.featureMap;
    let unsure = 0;
    for (let i = 0; i < 60; i++) {
      const shares = probabilities(members, given.points.row(i));
      for (let j = 0; j < bits; j++) {
        const sum = shares.reduce((s, p, c) => s + p ** power * words[c * bits + j], 0);
        if (Math.abs(sum) < 1e-4) unsure++;
        else expect((codes.code(i)[0] >>> j) & 1).toBe(sum >= 0 ? 1 : 0);
      }
    }
    expect(unsure).toBeLessThan(20);
  });

  test('blend a ridge, networks and a student, whose shares add to 1', () => {
    const { members } = classifier.featureMap;
    expect(members.map(({ link }) => link)).toEqual(['softmax', 'softmax', 'softmax', 'positive']);
    expect(members.map(({ featureMap }) => featureMap?.kind)).toEqual([
      'rbf',
      'network',
      'network',
      'rbf',
    ]);
    expect(members.map(({ share }) => share)).toEqual([0.25, 0.125, 0.125, 0.5]);
    expect(classifier.classes).toEqual([0, 1, 2, 3]);
    expect(classifier.ridgeAccuracy).toBeGreaterThan(0.8);
  });

  test('leave out what has no share, and the student where all points are labelled', async () => {
    const { points } = given;
    const all = { points, labelledRows: allLabels.map((_, i) => i), labels: allLabels };
    const kinds = async (own: object) => {
      const found = await trainGraded(kernels, { ...all, settings: { ...settings, ...own } });
      return found.featureMap.members.map(({ featureMap }) => featureMap?.kind);
    };
    expect(await kinds({ networks: 1 })).toEqual(['rbf', 'network']);
    expect(await kinds({ networks: 1, networkShare: 1 })).toEqual(['network']);
    expect(await kinds({ networkShare: 0, studentShare: 0.5 })).toEqual(['rbf']);
  });

  test('serve all lengths by one classifier; short codes begin long ones', () => {
    const encode = (bits: number) =>
      new GradedHashing({ kernels, bits, normalise: false, centre: false })
        .adopt(classifier, null)
        .encode(given.points);
    const [short, long] = [encode(8), encode(40)];
    for (let i = 0; i < given.points.rows; i++) {
      expect(long.code(i)[0] & 0xff).toBe(short.code(i)[0]);
    }
  });

  test('find the class of unseen points', () => {
    const { points, truth } = problem(200, 7);
    const hasher = new GradedHashing({ kernels, bits: 8, normalise: false, centre: false });
    const found = hasher.adopt(classifier, null).predict(points);
    expect(found.filter((label, i) => label === truth[i]).length).toBeGreaterThan(180);
  });

  test('are the same for a seed, on every backend, saved and loaded', async () => {
    const { points, labelledRows, labels } = given;
    const all = await Promise.all(
      allBackends().map((backend) =>
        new GradedHashing({ kernels: backend, bits: 20, seed: 3, settings }).fit(points, {
          labelledRows,
          labels,
        }),
      ),
    );
    const [first, ...others] = all;
    for (const hasher of others) {
      expect(hasher.classifier).toEqual(first.classifier);
      expect(hasher.encode(points)).toEqual(first.encode(points));
      expect(hasher.predict(points)).toEqual(first.predict(points));
    }
    const loaded = loadHasher(kernels, first.save());
    expect(loaded.encode(points)).toEqual(first.encode(points));
    expect(loaded.description).toEqual(first.description);
    expect(loaded.description.method).toBe('graded');
    const other = await new GradedHashing({ kernels, bits: 20, seed: 4, settings }).fit(points, {
      labelledRows,
      labels,
    });
    expect(other.classifier).not.toEqual(first.classifier);
  });

  test('learn names of classes from the labels that are given, and no others', async () => {
    const renamed = { ...given, labels: given.labels.map((label) => 10 * label - 7) };
    const found = await trainGraded(kernels, { ...renamed, settings, seed: 5 });
    expect(found.classes).toEqual([-7, 3, 13, 23]);
    expect(found.featureMap).toEqual(classifier.featureMap);
  });

  test('tell how far they are, and can be given up', async () => {
    const told: FitProgress[] = [];
    const hasher = new GradedHashing({ kernels, bits: 8, settings });
    await hasher.fit(given.points, given, { onProgress: (progress) => told.push(progress) });
    expect(new Set(told.map(({ step }) => step))).toEqual(
      new Set(['kernel ridge', 'network', 'student', 'trained']),
    );
    expect(told.at(-1)).toMatchObject({ done: 100, total: 100 });
    const controller = new AbortController();
    const options = {
      onProgress: () => controller.abort(new Error('enough')),
      signal: controller.signal,
    };
    await expect(
      new GradedHashing({ kernels, bits: 8, settings }).fit(given.points, given, options),
    ).rejects.toThrow('enough');
  });

  test('refuse settings before anything is trained', () => {
    const made = (own: object) => () => new GradedHashing({ kernels, bits: 8, ...own });
    expect(made({ distinct: -1 })).toThrow('distinct');
    expect(made({ codewords: 'random' })).toThrow('codewords');
    expect(made({ settings: { mixup: 5 } })).toThrow('mixup must be from 0 to 4');
    expect(made({ settings: { learningRate: 1e6 } })).toThrow('learningRate');
    expect(made({ settings: { depth: 3 } })).toThrow('depth');
  });

  test('refuse what does not fit', async () => {
    const hasher = new GradedHashing({ kernels, bits: 8 });
    expect(() => hasher.predict(given.points)).toThrow('call fit');
    expect(() => hasher.adopt(classifier, [1, 2])).toThrow('mean must have 9 values, not 2');
    expect(() => hasher.adopt({ ...classifier, classes: [1] }, null)).toThrow('what trainGraded');
    const wrong = (own: object) => trainGraded(kernels, { ...given, settings: own });
    await expect(wrong({ networkShare: 2 })).rejects.toThrow('networkShare');
    await expect(wrong({ epochs: 0 })).rejects.toThrow('epochs');
    await expect(wrong({ depth: 3 })).rejects.toThrow('depth');
  });
});
