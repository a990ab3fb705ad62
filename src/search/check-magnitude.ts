import { InvalidArgumentError } from '../core/errors.ts';
import { checkFinite, type Matrix } from '../core/matrix.ts';

// Beyond this a float32 sum of squares overflows, and distances would be infinite or NaN.
const LARGEST_NORM = 1e19;

/** Throws unless all values are finite and so small that no distance overflows. */
export function checkMagnitude(name: string, points: Matrix): void {
  checkFinite(name, points);
  const { data, rows, cols } = points;
  for (let i = 0; i < rows; i++) {
    let squares = 0;
    for (let at = i * cols; at < (i + 1) * cols; at++) squares += data[at] * data[at];
    if (squares > LARGEST_NORM ** 2 / 4) {
      throw new InvalidArgumentError(
        `${name} must be shorter than ${LARGEST_NORM / 2}, but row ${i} has the norm ${Math.sqrt(squares)}`,
      );
    }
  }
}
