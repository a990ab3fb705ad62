import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DisposedError } from '../../../src/core/errors.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import { BACKENDS } from '../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { featureKernels } from '../../../src/kernels/features/kernels.ts';
import { gaussianPoints } from '../../support/points.ts';

const kernels = createKernelsSync();
const learning = featureKernels(kernels);

/** X^T X in float64. */
function products({ data, rows, cols }: Matrix): Float64Array {
  const out = new Float64Array(cols * cols);
  for (let i = 0; i < rows; i++) {
    for (let a = 0; a < cols; a++) {
      for (let b = 0; b < cols; b++) out[a * cols + b] += data[i * cols + a] * data[i * cols + b];
    }
  }
  return out;
}

describe('Gram matrix', () => {
  test('is X^T X to float32 rounding, for any shape and any batches', () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 0, max: 700 }),
      cols: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(sizes, ({ rows, cols }) => {
        const points = gaussianPoints(rows, cols, rows + cols);
        const gram = learning.createGram(cols);
        const cut = Math.floor(rows / 3);
        gram.add(points.data.subarray(0, cut * cols), cut);
        gram.add(points.data.subarray(cut * cols), rows - cut);
        const expected = products(points);
        const bound = 1e-5 * Math.max(1, rows);
        gram.matrix().forEach((value, at) => {
          expect(Math.abs(value - expected[at])).toBeLessThan(bound);
        });
        gram.dispose();
        expect(() => gram.matrix()).toThrow(DisposedError);
      }),
      { numRuns: 30 },
    );
  });
});

test.each(BACKENDS)('a Gram matrix goes on from a sum to the bit on %s', (backend) => {
  const { createGram } = featureKernels(createKernelsSync({ backend }));
  const [first, second] = [gaussianPoints(300, 11, 1), gaussianPoints(40, 11, 2)];
  const [whole, again] = [createGram(11), createGram(11)];
  whole.add(first.data, first.rows);
  again.add(second.data, second.rows);
  again.restore(whole.matrix());
  for (const gram of [whole, again]) gram.add(second.data, second.rows);
  expect(again.matrix()).toEqual(whole.matrix());
  for (const gram of [whole, again]) gram.dispose();
});

describe('Cholesky factor', () => {
  test.each(BACKENDS)(
    'times its transpose is the matrix, and solves further rows, on %s',
    (backend) => {
      const { factorise } = featureKernels(createKernelsSync({ backend }));
      for (const size of [1, 5, 32, 33, 70]) {
        const points = gaussianPoints(2 * size + 3, size, size);
        const further = gaussianPoints(3, size, 9);
        const matrix = Float64Array.of(...products(points), ...further.data);
        const factor = matrix.slice();
        expect(factorise(factor, size + 3, size)).toBe(size);
        for (let i = 0; i < size + 3; i++) {
          // Row i of L (or a further row) times L^T gives the row back.
          for (let j = 0; j <= Math.min(i, size - 1); j++) {
            let sum = 0;
            for (let k = 0; k <= j; k++) sum += factor[i * size + k] * factor[j * size + k];
            expect(Math.abs(sum - matrix[i * size + j])).toBeLessThan(1e-9 * size);
          }
        }
      }
    },
  );

  test.each(BACKENDS)('names the pivot at fault and leaves the matrix alone, on %s', (backend) => {
    const { factorise } = featureKernels(createKernelsSync({ backend }));
    for (const fault of [0, 3, 40]) {
      const matrix = new Float64Array(50 * 50);
      for (let i = 0; i < 50; i++) matrix[i * 50 + i] = i === fault ? 0 : 2;
      const before = matrix.slice();
      expect(factorise(matrix, 50, 50)).toBe(fault);
      expect(matrix).toEqual(before);
    }
  });
});
