import { Matrix } from '../../src/core/matrix.ts';
import { RandomState } from '../../src/core/random/random-state.ts';

/** Random points of `classes` classes in turn, each around a mean of its own. */
export function labelledPoints(
  rows: number,
  cols: number,
  { classes = 3, spread = 1, seed = 0 } = {},
): { points: Matrix; labels: Int32Array } {
  const random = new RandomState(seed);
  const means = Array.from({ length: classes * cols }, () => random.randn());
  const labels = Int32Array.from({ length: rows }, (_, i) => i % classes);
  const data = Float32Array.from(
    { length: rows * cols },
    (_, at) => means[labels[Math.floor(at / cols)] * cols + (at % cols)] + spread * random.randn(),
  );
  return { points: new Matrix(data, rows, cols), labels };
}
