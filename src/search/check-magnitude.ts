import { InvalidArgumentError } from '../core/errors.ts';
import { checkFinite, type Matrix } from '../core/matrix.ts';
import type { Metric } from '../kernels/api.ts';

// Beyond this a float32 sum of squares overflows, and distances would be infinite or NaN.
const LARGEST_NORM = 1e19;

// Below this float32 holds a norm with few digits, and cosines would be anything.
const SMALLEST_NORM = 2 ** -126;

/**
 * Throws unless all values are finite and so small that no distance overflows; for the cosine also
 * where a vector is so short, but not zero, that its direction is lost.
 */
export function checkMagnitude(name: string, points: Matrix, metric?: Metric): void {
  checkFinite(name, points);
  const { data, rows, cols } = points;
  for (let i = 0; i < rows; i++) {
    let squares = 0;
    for (let at = i * cols; at < (i + 1) * cols; at++) squares += data[at] * data[at];
    if (metric === 'cosine' && squares > 0 && squares < SMALLEST_NORM ** 2) {
      throw new InvalidArgumentError(
        `${name} must be zero or longer than ${SMALLEST_NORM} for the cosine, but row ${i} has the norm ${Math.sqrt(squares)}: multiply them by a number`,
      );
    }
    if (squares > LARGEST_NORM ** 2 / 4) {
      throw new InvalidArgumentError(
        `${name} must be shorter than ${LARGEST_NORM / 2}, but row ${i} has the norm ${Math.sqrt(squares)}`,
      );
    }
  }
}
