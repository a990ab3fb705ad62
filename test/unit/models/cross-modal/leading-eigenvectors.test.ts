import { expect, test } from 'vitest';
import { leadingEigenvectors } from '../../../../src/models/cross-modal/leading-eigenvectors.ts';
import { gaussianPoints } from '../../../support/points.ts';

const SIZE = 40;

/** X^T D X of Gaussian rows whose weights fall by half each. */
function falling(): Float64Array {
  const { data } = gaussianPoints(SIZE, SIZE, 4);
  const out = new Float64Array(SIZE * SIZE);
  for (let r = 0; r < SIZE; r++) {
    for (let a = 0; a < SIZE; a++) {
      for (let b = 0; b < SIZE; b++) {
        out[a * SIZE + b] += 2 ** -r * data[r * SIZE + a] * data[r * SIZE + b];
      }
    }
  }
  return out;
}

test('iteration finds what the whole decomposition finds', async () => {
  const matrix = falling();
  const whole = await leadingEigenvectors(matrix, SIZE, 6);
  const found = await leadingEigenvectors(matrix, SIZE, 6, undefined, 10);
  for (let j = 0; j < 6; j++) {
    expect(found.values[j]).toBeCloseTo(whole.values[j], 6);
    let product = 0;
    for (let k = 0; k < SIZE; k++) {
      product += found.vectors[j * SIZE + k] * whole.vectors[j * SIZE + k];
    }
    expect(Math.abs(product)).toBeCloseTo(1, 6);
  }
});

test('a matrix of lower rank than wanted has further values of 0', async () => {
  const matrix = new Float64Array(SIZE * SIZE).fill(1);
  const { values, vectors } = await leadingEigenvectors(matrix, SIZE, 3, undefined, 10);
  expect(values[0]).toBeCloseTo(SIZE, 6);
  expect(values[1]).toBeCloseTo(0, 6);
  expect(vectors.every((value) => Number.isFinite(value))).toBe(true);
});

test('aborting ends it', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  const running = leadingEigenvectors(falling(), SIZE, 3, signal, 10);
  await expect(running).rejects.toThrow('enough');
});
