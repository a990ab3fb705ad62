import { checkObject, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { Matrix } from '../../core/matrix.ts';

/** Element types of numeric arrays, as numpy names them; bfloat16 is the upper half of a float32. */
export type DType =
  | 'bool'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float16'
  | 'bfloat16'
  | 'float32'
  | 'float64';

const ARRAYS = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
};

export type BigValues = BigInt64Array | BigUint64Array;
export type PlainValues =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** The values of a numeric array; 64-bit integers are bigints. */
export type NumericValues = PlainValues | BigValues;

/**
 * An n-dimensional array of numbers as a file holds it. `values` has one element for each place of
 * `shape`, the last index running fastest, or the first if `fortranOrder`. `dtype` is the type that
 * the file declares; the values may travel in a smaller one (MATLAB stores doubles that are small
 * integers as bytes); float16 and bfloat16 are widened to float32. They may be a view into the file's bytes.
 */
export interface NumericArray {
  shape: number[];
  dtype: DType;
  values: NumericValues;
  fortranOrder: boolean;
}

/** Whether the machine's numbers have their lowest byte first. */
export const HOST_IS_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Bytes that one value of `dtype` takes in a file. */
export function itemSize(dtype: DType): number {
  return ARRAYS[dtype].BYTES_PER_ELEMENT;
}

/** The number of values of an array of `shape`; Infinity if that can't be counted exactly. */
export function countOf(shape: readonly number[]): number {
  if (shape.includes(0)) return 0;
  let count = 1;
  for (const size of shape) count *= size;
  return count <= Number.MAX_SAFE_INTEGER ? count : Number.POSITIVE_INFINITY;
}

/** `shape` as people write it: 60000 x 512. */
export function showShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'a single' : shape.join(' x ');
}

/**
 * The `count` values of `dtype` at byte `at`; the caller has checked that they are there. No copy
 * where the byte order is the machine's and the place is aligned.
 */
export function readValues(
  bytes: Uint8Array,
  at: number,
  count: number,
  dtype: DType,
  littleEndian: boolean,
): NumericValues {
  const size = itemSize(dtype);
  const swapped = size > 1 && littleEndian !== HOST_IS_LITTLE;
  const direct = !swapped && (bytes.byteOffset + at) % size === 0;
  const part = bytes.subarray(at, at + count * size);
  // `new Uint8Array` copies where `slice` of a Node Buffer would not.
  const source = direct ? part : new Uint8Array(part);
  if (swapped) reverseItems(source, size);
  const values = new ARRAYS[dtype](source.buffer as ArrayBuffer, source.byteOffset, count);
  if (dtype === 'float16') return widenHalves(values as Uint16Array);
  if (dtype === 'bfloat16') return widenUpperHalves(values as Uint16Array);
  return values;
}

/** Swaps the byte order of items of `size` bytes, in place. */
export function reverseItems(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) {
    for (let i = start, j = start + size - 1; i < j; i++, j--) {
      const byte = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = byte;
    }
  }
}

/** IEEE 754 binary16 to float32, exactly. Float16Array is not in Node 20. */
function widenHalves(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) {
    const exponent = (halves[i] >>> 10) & 31;
    const fraction = halves[i] & 1023;
    let value = (1 + fraction / 1024) * 2 ** (exponent - 15);
    if (exponent === 0) value = fraction * 2 ** -24;
    if (exponent === 31) value = fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
    values[i] = halves[i] & 0x8000 ? -value : value;
  }
  return values;
}

/** The upper halves of float32 numbers, with zeros below. */
function widenUpperHalves(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i] << 16;
  return new Float32Array(bits.buffer);
}

/** Throws unless `array` is as readers give it: values in a typed array that fill the shape. */
export function checkNumericArray(name: string, array: NumericArray): void {
  if (typeof name !== 'string') {
    throw new InvalidArgumentError(`the name of an array must be a text, not ${show(name)}`);
  }
  checkObject(name, array);
  const { shape, values } = array;
  const isShape =
    Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  const isTyped = ArrayBuffer.isView(values) && !(values instanceof DataView);
  if (isShape && isTyped && values.length === countOf(shape)) return;
  throw new InvalidArgumentError(
    `${name} must be an array as readers give it, { shape, dtype, values, fortranOrder }, with as ` +
      'many values as the shape has',
  );
}

/** Whether the values are bigints. */
export function isBig(values: NumericValues): values is BigValues {
  return values instanceof BigInt64Array || values instanceof BigUint64Array;
}

/**
 * The array as a matrix of float32, one row for each index of the first dimension. Further
 * dimensions (images) are flattened, the last running fastest. Values are rounded to float32.
 *
 * Cost: nothing for row-major float32, whose values the matrix shares; otherwise one copy.
 *
 * @param name - what the array is, for messages.
 * @throws InvalidArgumentError for fewer than two dimensions, no rows or no columns.
 */
export function toMatrix(array: NumericArray, name = 'the array'): Matrix {
  checkNumericArray(name, array);
  const { shape, fortranOrder } = array;
  if (shape.length < 2) {
    const what = shape.length === 0 ? 'a single value' : `a one-dimensional array of ${shape[0]}`;
    throw new InvalidArgumentError(
      `${name} must have two dimensions, a row for each point, but is ${what}`,
    );
  }
  const rows = shape[0];
  const cols = countOf(shape.slice(1));
  if (cols === 0) {
    const what = rows === 0 ? 'rows' : 'columns';
    throw new InvalidArgumentError(`${name} has no ${what}: ${showShape(shape)}`);
  }
  const values = isBig(array.values) ? Float64Array.from(array.values, Number) : array.values;
  // A single row or column is the same in both orders, unless it has more dimensions.
  const isSame = shape.length === 2 ? rows === 1 || cols === 1 : cols === 1;
  const data =
    fortranOrder && !isSame
      ? transpose(values, rows, columnOrder(shape))
      : values instanceof Float32Array
        ? values
        : new Float32Array(values);
  return new Matrix(data, rows, cols);
}

/**
 * Where the columns of a matrix lie in a column-major array of `shape`: for each, how many columns
 * come before it. In two dimensions 0, 1, 2...; images are flattened with their last index running
 * fastest, but lie with the first running fastest.
 */
export function columnOrder(shape: readonly number[]): Uint32Array {
  const sizes = shape.slice(1);
  return Uint32Array.from({ length: countOf(sizes) }, (_, col) => {
    let rest = col;
    const index = new Array<number>(sizes.length);
    for (let d = sizes.length - 1; d >= 0; d--) {
      index[d] = rest % sizes[d];
      rest = Math.floor(rest / sizes[d]);
    }
    return index.reduceRight((place, i, d) => place * sizes[d] + i, 0);
  });
}

/** Side of the blocks: two of 32 x 32 float64 fit the first-level cache. */
const BLOCK = 32;

/** Column-major values as row-major float32, block by block to stay within the cache. */
function transpose(values: PlainValues, rows: number, places: Uint32Array): Float32Array {
  const cols = places.length;
  const data = new Float32Array(rows * cols);
  for (let top = 0; top < rows; top += BLOCK) {
    const bottom = Math.min(top + BLOCK, rows);
    for (let left = 0; left < cols; left += BLOCK) {
      const right = Math.min(left + BLOCK, cols);
      for (let row = top; row < bottom; row++) {
        for (let col = left; col < right; col++) {
          data[row * cols + col] = values[places[col] * rows + row];
        }
      }
    }
  }
  return data;
}
