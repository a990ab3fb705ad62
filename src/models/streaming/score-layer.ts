import type { DenseLayer } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import type { ClassScores } from './balanced-ridge.ts';

/** Scores of classes as a layer: 1 / classes for each, and so much more as a point looks like it. */
export function scoreLayer({ weights, mean }: ClassScores): DenseLayer {
  const size = mean.length;
  const classes = weights.length / size;
  const offsets = new Float32Array(classes);
  for (let c = 0, at = 0; c < classes; c++) {
    let offset = 1 / classes;
    for (let i = 0; i < size; i++, at++) offset -= weights[at] * mean[i];
    offsets[c] = offset;
  }
  return { weights: new Matrix(Float32Array.from(weights), classes, size), offsets };
}
