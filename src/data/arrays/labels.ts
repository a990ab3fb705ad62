import { InvalidArgumentError } from '../../core/errors.ts';
import { checkNumericArray, type NumericArray, showShape } from './numeric.ts';

/**
 * The array as class labels: one dimension, or 1 x n, or n x 1, of any type as long as every value
 * is a whole number within int32; or n x k with a single 1 in each row and zeros beside it (one-hot),
 * whose labels are the places of the ones, from 0. Cost: one pass, one copy.
 *
 * @param name - what the array is, for messages.
 * @throws InvalidArgumentError for another shape, or naming the first value that is no label.
 */
export function toLabels(array: NumericArray, name = 'the labels'): Int32Array {
  checkNumericArray(name, array);
  const { shape, values } = array;
  if (shape.length === 2 && shape[0] !== 1 && shape[1] !== 1) return oneHotLabels(array, name);
  if (shape.length !== 1 && shape.length !== 2) {
    const what = shape.length === 0 ? 'a single value' : showShape(shape);
    throw new InvalidArgumentError(`${name} must be a list of labels, but is ${what}`);
  }
  const labels = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    // A bigint beyond 2^53 loses digits here but stays far outside int32.
    const value = Number(values[i]);
    labels[i] = value;
    if (labels[i] !== value) {
      throw new InvalidArgumentError(
        `${name} must be whole numbers of 32 bits, but label ${i} (counted from 0) is ${values[i]}`,
      );
    }
  }
  return labels;
}

function oneHotLabels({ shape, values, fortranOrder }: NumericArray, name: string): Int32Array {
  const [rows, cols] = shape;
  const labels = new Int32Array(rows).fill(-1);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const value = Number(values[fortranOrder ? col * rows + row : row * cols + col]);
      if (value === 0) continue;
      if (value !== 1 || labels[row] !== -1) {
        labels[row] = -1;
        break;
      }
      labels[row] = col;
    }
    if (labels[row] === -1) {
      throw new InvalidArgumentError(
        `${name} must be a list of labels, but is ${showShape(shape)}, ` +
          `of which row ${row} has no single 1 to tell its class`,
      );
    }
  }
  return labels;
}
