import type { Matrix } from '../core/matrix.ts';
import type { RandomState } from '../core/random/random-state.ts';
import type { Kernels } from '../kernels/api.ts';

/** `count` rows of `points` at random, without repetition, ascending. */
export function randomLandmarks(points: Matrix, count: number, random: RandomState): Matrix {
  const rows = random.permutation(points.rows).slice(0, count).sort();
  return points.selectRows(rows);
}

/**
 * `count` rows of `points` by k-means++ (Arthur & Vassilvitskii, SODA 2007): the first at random,
 * each other with probability proportional to its squared distance to the nearest one chosen.
 * Cost: count x rows x dimensions multiply-adds.
 */
export function kMeansPlusPlusLandmarks(
  kernels: Kernels,
  points: Matrix,
  count: number,
  random: RandomState,
): Matrix {
  const vectors = kernels.createVectors(points);
  try {
    const distances = new Float32Array(points.rows);
    const nearest = new Float32Array(points.rows).fill(Number.POSITIVE_INFINITY);
    let next = Math.floor(random.randomSample() * points.rows);
    const chosen = [next];
    while (chosen.length < count) {
      vectors.distances(points.row(next), 'euclidean', null, points.rows, distances);
      let total = 0;
      for (let i = 0; i < nearest.length; i++) {
        if (distances[i] < nearest[i]) nearest[i] = distances[i];
        total += nearest[i];
      }
      nearest[next] = 0;
      next = drawRow(nearest, random.randomSample() * total);
      // All other rows equal chosen ones: no landmark is left to add.
      if (next < 0) break;
      chosen.push(next);
    }
    return points.selectRows(chosen);
  } finally {
    vectors.dispose();
  }
}

/** The row at which the running sum of weights passes `target`; -1 if all weights are 0. */
function drawRow(weights: Float32Array, target: number): number {
  let sum = 0;
  let last = -1;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    sum += weights[i];
    last = i;
    if (sum > target) break;
  }
  return last;
}
