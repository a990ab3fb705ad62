import { describe, expect, test } from 'vitest';
import { Matrix } from '../../src/core/matrix.ts';
import type { Kernels } from '../../src/kernels/api.ts';
import { featureKernels } from '../../src/kernels/features/kernels.ts';
import { allBackends } from '../support/backends.ts';
import {
  type PreparationInput,
  preparationInputs,
  preparedFeatures,
  preparedResults,
} from './cases/preparation.ts';

const INPUTS = [...preparationInputs()];

/** The same input, prepared step by step before it is handed on. */
function preparedBefore(kernels: Kernels, input: PreparationInput): PreparationInput {
  const { points, preparation } = input;
  const { rows, cols } = points;
  const data = points.data.slice();
  if (preparation?.normalise) kernels.normaliseRows(data, rows, cols, data);
  if (preparation?.mean) kernels.subtractRow(data, rows, cols, preparation.mean, data);
  return { ...input, points: new Matrix(data, rows, cols), preparation: null };
}

describe.each(allBackends())('preparing points on their way, on $name,', (kernels) => {
  test.each([
    ['projections and codes', preparedResults],
    ['features', preparedFeatures],
  ])('gives the %s of points that were prepared step by step', (_, results) => {
    const others = INPUTS.filter((input) => {
      const expected = results(kernels, preparedBefore(kernels, input));
      return Buffer.compare(results(kernels, input), expected) !== 0;
    });
    expect(others).toEqual([]);
  });

  test('finds any value that is not finite, wherever it stands', () => {
    const cols = 37;
    const mean = new Float32Array(cols).fill(0.5);
    const hyperplanes = new Matrix(new Float32Array(cols), 1, cols);
    const map = featureKernels(kernels).createFeatureMap({
      kind: 'rbf',
      landmarks: hyperplanes,
      width: 1,
    });
    const data = new Float32Array(3 * cols).fill(3.4e38);
    for (const preparation of [
      { normalise: true, mean },
      { normalise: false, mean },
      { normalise: false, mean: null },
    ]) {
      const projector = kernels.createProjector(hyperplanes, null, preparation);
      const found = () =>
        [
          projector.encode(data, 3, new Uint32Array(3)),
          projector.project(data, 3, new Float32Array(3)),
          map.map(data, 3, new Float32Array(3), preparation),
        ].map((areFinite) => !areFinite);
      expect(found()).toEqual([false, false, false]);
      const missed: number[] = [];
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        for (let at = 0; at < data.length; at++) {
          data[at] = bad;
          if (!found().every(Boolean)) missed.push(at);
          data[at] = 3.4e38;
        }
      }
      expect(missed).toEqual([]);
      projector.dispose();
    }
    map.dispose();
  });

  test('keeps the mean that it was given', () => {
    const mean = Float32Array.of(1, -1);
    const hyperplanes = Matrix.from([[1, 1]]);
    const projector = kernels.createProjector(hyperplanes, null, { normalise: false, mean });
    mean.fill(100);
    const out = new Float32Array(1);
    projector.project(Float32Array.of(5, 5), 1, out);
    expect([...out]).toEqual([10]);
    projector.dispose();
  });
});
