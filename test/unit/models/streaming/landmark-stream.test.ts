import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import type { Matrix } from '../../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { GraphRegularisedHashing } from '../../../../src/models/graph-regularised-hashing.ts';
import { landmarkStream } from '../../../../src/models/streaming/landmark-stream.ts';
import { gaussianClasses } from '../../../support/points.ts';

const kernels = createKernelsSync();
const { points, labels } = gaussianClasses({
  ...{ rows: 300, classes: 3, dimensions: 8, distance: 2, seed: 11 },
});

/** Kernel values, from the points themselves, in float64. */
function kernelValues(landmarks: Matrix, width: number, mean: Float32Array): number[][] {
  return Array.from({ length: points.rows }, (_, row) => {
    const own = points.row(row);
    const norm = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
    return Array.from({ length: landmarks.rows }, (__, l) => {
      const squares = landmarks
        .row(l)
        .reduce((sum, value, k) => sum + (own[k] / norm - mean[k] - value) ** 2, 0);
      return Math.exp(-squares / width);
    });
  });
}

describe('the closed form', () => {
  test('is where the gradient of its objective is 0, by points and in float64', async () => {
    const ridge = 1e-3;
    const stream = landmarkStream({ landmarks: 20, unlabelled: points, ridge });
    const hasher = new GraphRegularisedHashing({ kernels, bits: 6, seed: 2, stream });
    for (let first = 0; first < 300; first += 60) {
      await hasher.partialFit(points.slice(first, first + 60), labels.subarray(first, first + 60));
    }
    hasher.catchUp();
    const { featureMap, mean } = hasher;
    if (featureMap?.kind !== 'probabilities') throw new Error('codes are graded');
    const [{ featureMap: map, weights, offsets }] = featureMap.members;
    if (map?.kind !== 'rbf') throw new Error('landmarks are radial basis functions');
    const features = kernelValues(map.landmarks, map.width, mean!);
    // Classes of equal size weigh the same: plain ridge regression of classes, about the means.
    const size = features[0]!.length;
    const middle = Array.from(
      { length: size },
      (_, i) => features.reduce((sum, row) => sum + row[i]!, 0) / 300,
    );
    const centred = features.map((row) => row.map((value, i) => value - middle[i]!));
    for (let c = 0; c < 3; c++) {
      const w = Array.from(weights.row(c));
      const scores = centred.map((row) => row.reduce((sum, value, i) => sum + value * w[i]!, 0));
      // Places of classes are in order of labels, since all came with the first points.
      const targets = Array.from(labels, (label) => (label === c ? 1 : 0) - 1 / 3);
      const gradient = Array.from({ length: size }, (_, i) =>
        centred.reduce(
          (sum, row, r) => sum + row[i]! * (scores[r]! - targets[r]!),
          ridge * 300 * w[i]!,
        ),
      );
      const scale = Math.max(...w.map(Math.abs)) * 300 * ridge;
      expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(0.01 * scale + 1e-3);
      const atMean = w.reduce((sum, value, i) => sum + value * middle[i]!, offsets[c]!);
      expect(atMean).toBeCloseTo(1 / 3, 3);
    }
  });
});

describe('settings', () => {
  test.each([
    [{ landmarks: 0 }],
    [{ relativeWidth: 0 }],
    [{ ridge: 0 }],
    [{ solveEvery: 0.5 }],
    [{ sample: 1 }],
    [{ unlabelled: points.slice(0, 1) }],
    [{ landmark: 5 }],
  ])('out of range are refused: %o', (options) => {
    expect(() => landmarkStream(options as object)).toThrow(InvalidArgumentError);
  });

  test('points must be like the unlabelled ones', async () => {
    const stream = landmarkStream({ unlabelled: points, landmarks: 10 });
    const hasher = new GraphRegularisedHashing({ kernels, bits: 6, stream });
    await expect(hasher.partialFit([[1, 2]], [0])).rejects.toThrow(
      /2 dimensions where the stream has 8/,
    );
  });
});
