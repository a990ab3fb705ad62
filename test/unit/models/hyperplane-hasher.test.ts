import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { FittedHasher } from '../../../src/models/fitted-hasher.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { gaussianPoints } from '../../support/points.ts';

const kernels = createKernelsSync({ backend: 'typescript' });

describe('a hyperplane hasher refuses', () => {
  const points = gaussianPoints(30, 6, 2);

  test.each([0, -1, 4097, 2.5, Number.NaN])('%d bits', (bits) => {
    expect(() => new RandomHyperplanes({ kernels, bits })).toThrow(InvalidArgumentError);
    expect(() => new RandomHyperplanes({ kernels, bits })).toThrow(
      `bits must be a whole number from 1 to 4096, not ${bits}`,
    );
  });

  test.each([-1, 2 ** 32, 0.5, Number.NaN])('the seed %d', (seed) => {
    expect(() => new RandomHyperplanes({ kernels, bits: 8, seed })).toThrow(
      `seed must be a whole number from 0 to 4294967295, not ${seed}`,
    );
  });

  test('to be used before fit, and after dispose', () => {
    const hasher = new RandomHyperplanes({ kernels, bits: 8 });
    const uses = [() => hasher.encode(points), () => hasher.hyperplanes, () => hasher.dimensions];
    const message = 'call fit(points) before using this hasher';
    for (const use of uses) expect(use).toThrow(message);
    expect(hasher.mean).toBeNull();
    hasher.fitSync(points);
    for (const use of uses) expect(use).not.toThrow();
    hasher.dispose();
    for (const use of uses) expect(use).toThrow(message);
    expect(hasher.mean).toBeNull();
    expect(() => hasher.dispose()).not.toThrow();
    expect(() => hasher.fitSync(points).encode(points)).not.toThrow();
  });

  test('points of other dimensions', () => {
    const hasher = new RandomHyperplanes({ kernels, bits: 8 }).fitSync(points);
    expect(() => hasher.encode(gaussianPoints(2, 7, 1))).toThrow(
      'points have 7 dimensions where the hasher was fitted to 6',
    );
  });

  test('to learn from no points', () => {
    const none = new Matrix(new Float32Array(0), 0, 6);
    expect(() => new RandomHyperplanes({ kernels, bits: 8 }).fitSync(none)).toThrow(
      'points must have at least one row',
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'the value %d, and say where it is',
    (value) => {
      const bad = Matrix.from([
        [1, 2, 3],
        [4, 5, value],
      ]);
      const hasher = new RandomHyperplanes({ kernels, bits: 8 });
      const message = `points must be finite numbers, but row 1, column 2 is ${value}`;
      expect(() => hasher.fitSync(bad)).toThrow(message);
      hasher.fitSync(bad.selectRows([0]));
      expect(() => hasher.encode(bad)).toThrow(message);
      expect(() => hasher.encode(bad)).toThrow(InvalidArgumentError);
    },
  );

  test('such a value too where a feature map comes first', () => {
    const hyperplanes = Matrix.from([[1, -1]]);
    const landmarks = Matrix.from([
      [0, 0, 1],
      [1, 0, 0],
    ]);
    const featureMap = { kind: 'rbf', landmarks, width: 2 } as const;
    const rest = { bits: 1, offsets: null, mean: null, normalise: true };
    const hasher = new FittedHasher(kernels, { hyperplanes, featureMap, ...rest });
    const bad = Matrix.from([
      [1, 2, 3],
      [4, Number.NaN, 5],
    ]);
    const message = 'points must be finite numbers, but row 1, column 1 is NaN';
    expect(() => hasher.encode(bad)).toThrow(message);
    expect(() => hasher.projections(bad)).toThrow(message);
  });

  test('a bad fit, and stay as they were', () => {
    const hasher = new RandomHyperplanes({ kernels, bits: 8 }).fitSync(points);
    const codes = hasher.encode(points);
    expect(() => hasher.fitSync(Matrix.from([[Number.NaN]]))).toThrow(InvalidArgumentError);
    expect(hasher.encode(points)).toEqual(codes);
  });
});
