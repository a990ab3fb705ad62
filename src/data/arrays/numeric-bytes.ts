import { checkObject, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import {
  countOf,
  type DType,
  HOST_IS_LITTLE,
  isBig,
  type NumericArray,
  type NumericValues,
  reverseItems,
  showShape,
} from './numeric.ts';

/** Shape, type and values of an array in C order, to be written. */
export type ArrayToWrite = Pick<NumericArray, 'shape' | 'dtype' | 'values'>;

const TYPES = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** Throws unless `array` has a shape, a known dtype and values in a typed array. */
export function checkArrayToWrite(name: string, array: ArrayToWrite): void {
  checkObject(name, array);
  const { shape, dtype, values } = array;
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new InvalidArgumentError(`the shape of ${name} must be an array of whole numbers`);
  }
  if (!ArrayBuffer.isView(values) || values instanceof DataView) {
    throw new InvalidArgumentError(
      `the values of ${name} must be a typed array, not ${show(values)}`,
    );
  }
  if (!['float16', 'bfloat16', ...Object.keys(TYPES)].includes(dtype)) {
    throw new InvalidArgumentError(`${name} has the unknown dtype ${show(dtype)}`);
  }
}

/**
 * The values of an array as the little-endian bytes of its dtype. No copy where the values have
 * that type already (the bytes are then a view).
 *
 * @param name - what the array is, for messages.
 * @throws InvalidArgumentError if the values don't fill the shape or hold a value that the
 * dtype can't, or for a dtype that is only read.
 */
export function littleEndianBytes(name: string, array: ArrayToWrite): Uint8Array {
  return bytesOf(ofItsType(name, array).values);
}

/** The array with its values in the typed array of its dtype. Errors as of `littleEndianBytes`. */
export function ofItsType(name: string, array: ArrayToWrite): ArrayToWrite {
  const { shape, dtype, values } = array;
  if (values.length !== countOf(shape)) {
    throw new InvalidArgumentError(
      `${name} is ${showShape(shape)} but has ${values.length} values`,
    );
  }
  return { shape, dtype, values: valuesOfType(name, values, dtype) };
}

/** Little-endian bytes of values: a view where the machine has them so. */
export function bytesOf(values: NumericValues): Uint8Array {
  const view = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (HOST_IS_LITTLE || values.BYTES_PER_ELEMENT === 1) return view;
  const swapped = new Uint8Array(view);
  reverseItems(swapped, values.BYTES_PER_ELEMENT);
  return swapped;
}

function valuesOfType(name: string, values: NumericValues, dtype: DType): NumericValues {
  if (dtype === 'float16' || dtype === 'bfloat16') {
    throw new InvalidArgumentError(`${name} is ${dtype}, which is only read: write it as float32`);
  }
  const type = TYPES[dtype];
  if (values instanceof type) return values;
  const converted = new type(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const isWhole = typeof value === 'bigint' || Number.isInteger(value);
    if (isBig(converted)) converted[i] = isWhole ? BigInt(value) : 0n;
    else converted[i] = Number(value);
    if (!isSame(converted[i], value)) {
      throw new InvalidArgumentError(`${name} is ${dtype}, which can't hold value ${i}, ${value}`);
    }
  }
  return converted;
}

function isSame(a: number | bigint, b: number | bigint): boolean {
  // Neither above nor below, which numbers and bigints compare exactly; NaN is neither to all.
  return Number.isNaN(a) || Number.isNaN(b) ? Object.is(a, b) : !(a < b) && !(a > b);
}
