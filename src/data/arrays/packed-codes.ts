import { show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { type BitOrder, HashCodes, MAX_BITS } from '../../core/hash-codes.ts';
import { checkOptions } from '../../core/options.ts';
import { checkNumericArray, type NumericArray, type NumericValues, showShape } from './numeric.ts';

/** Options of {@link toHashCodes}. */
export interface PackedCodesOptions {
  /** Which bit of a byte comes first; see `HashCodes.fromBytes`. Default: little. */
  readonly order?: BitOrder | undefined;
  /**
   * Added to each value to make a byte of it: 128 for what sentence-transformers and Cohere call
   * `binary`. Default: 0, and negative values are bytes in two's complement.
   */
  readonly offset?: 0 | 128 | undefined;
  /** Bits of a code. Default: eight for each byte. */
  readonly bits?: number | undefined;
}

/**
 * The array as packed codes: a row of bytes each. The bytes are uint8, int8, or whole numbers of any
 * other type that a byte holds, as tables have them. Cost: two copies.
 *
 * @param name - what the array is, for messages.
 * @throws InvalidArgumentError for another shape, or naming the first value that is no byte.
 */
export function toHashCodes(
  array: NumericArray,
  options: PackedCodesOptions = {},
  name = 'the array',
): HashCodes {
  checkNumericArray(name, array);
  checkOptions('toHashCodes', options, { order: 1, offset: 1, bits: 1 });
  const { order, offset = 0 } = options;
  const { shape } = array;
  if (shape.length !== 2 || shape[1] === 0) {
    throw new InvalidArgumentError(
      `${name} must have two dimensions, a row of bytes for each code, but is ${showShape(shape)}`,
    );
  }
  if (offset !== 0 && offset !== 128) {
    throw new InvalidArgumentError(`offset must be 0 or 128, not ${show(offset)}`);
  }
  if (shape[1] * 8 > MAX_BITS) {
    throw new InvalidArgumentError(
      `${name} has rows of ${shape[1]} bytes, but codes have ${MAX_BITS} bits at most: vectors ` +
        'must be hashed first',
    );
  }
  const bytes = bytesOf(array, offset, name);
  return HashCodes.fromBytes(bytes, options.bits ?? shape[1] * 8, order);
}

/** The bytes, row by row. */
function bytesOf(array: NumericArray, offset: number, name: string): Uint8Array {
  const { shape, values, fortranOrder, dtype } = array;
  const [rows, cols] = shape;
  const bytes = new Uint8Array(rows * cols);
  // What is signed as a whole must not be told by the single value.
  const [least, most] = rangeOf(array, offset);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++, at++) {
      const value = Number(values[fortranOrder ? col * rows + row : at]);
      if (!(Number.isInteger(value) && value >= least && value <= most)) {
        const what = offset === 0 ? 'bytes' : `bytes less ${offset}`;
        throw new InvalidArgumentError(
          `${name} must be packed codes, ${what} from ${least} to ${most}, but row ${row} holds ` +
            `${value} (${dtype}): vectors must be hashed first`,
        );
      }
      bytes[at] = value + offset;
    }
  }
  return bytes;
}

/** The least and the greatest value that a byte may be. */
function rangeOf({ values, dtype }: NumericArray, offset: number): [number, number] {
  if (offset !== 0) return [-offset, 255 - offset];
  const isSigned = dtype === 'int8' || (dtype !== 'uint8' && hasNegative(values));
  return isSigned ? [-128, 127] : [0, 255];
}

function hasNegative(values: NumericValues): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) return true;
  return false;
}
