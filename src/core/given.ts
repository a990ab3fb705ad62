// What callers give, in the forms that the library works on. Nothing is copied that has such a form
// already.

import { kindOf, refuse, show } from './checks.ts';
import { InvalidArgumentError } from './errors.ts';

/** One vector: numbers in a typed array of any type but bigints, or in a plain array. */
export type VectorLike =
  | readonly number[]
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** Bytes as `fetch` and files give them: a buffer, or a view of any type of one. */
export type BytesLike = ArrayBufferLike | ArrayBufferView;

/** Arrays in which the library keeps whole numbers. */
type Integers = Int8Array | Int32Array | Uint32Array;

/** Whether `value` is a plain array, or a typed one of plain numbers, whatever a plain one holds. */
export function isVectorLike(value: unknown): value is VectorLike {
  return Array.isArray(value) || /^(Int|Uint|Float)\d/.test(kindOf(value));
}

/** Whether `value` has a length that an array may have, whatever it holds. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const { length } = value as { length?: unknown };
  return Number.isInteger(length) && (length as number) >= 0 && (length as number) < 2 ** 31;
}

/**
 * One vector as float32: itself, or a copy. Values may be of any size, NaN and infinities too: who
 * computes with them looks.
 *
 * @throws InvalidArgumentError unless it is an array of numbers.
 */
export function asVector(name: string, given: VectorLike): Float32Array {
  if (given instanceof Float32Array) return given;
  if (!isVectorLike(given)) {
    refuse(name, 'an array of numbers', given);
  }
  const vector = new Float32Array(given.length);
  copyNumbers(name, given, vector, 0);
  return vector;
}

/** Copies numbers to `out` from place `at` on. @throws InvalidArgumentError if one is no number. */
export function copyNumbers(name: string, given: VectorLike, out: Float32Array, at: number): void {
  if (!Array.isArray(given)) {
    out.set(given, at);
    return;
  }
  // By index: an array may have holes, which `forEach` would pass over.
  for (let i = 0; i < given.length; i++) {
    if (typeof given[i] !== 'number') {
      throw new InvalidArgumentError(
        `${name} must be numbers, but value ${i} (counted from 0) is ${show(given[i])}`,
      );
    }
    out[at + i] = given[i];
  }
}

/**
 * Whole numbers in an array of a type: itself, or a copy of any other array of numbers or bigints.
 *
 * @param name - in the plural, for messages.
 * @throws InvalidArgumentError naming the first value that the type can't hold.
 */
export function asIntegers<T extends Integers>(
  name: string,
  given: ArrayLike<number | bigint>,
  type: new (length: number) => T,
): T {
  if (given instanceof type) return given;
  if (!isArrayLike(given)) refuse(name, 'whole numbers in an array', given);
  const out = new type(given.length);
  for (let i = 0; i < out.length; i++) {
    const value = typeof given[i] === 'bigint' ? Number(given[i]) : given[i];
    if (typeof value === 'number') out[i] = value;
    if (out[i] === value) continue;
    throw new InvalidArgumentError(
      `${name} must be whole numbers of ${8 * out.BYTES_PER_ELEMENT} bits, ` +
        `but ${name.replace(/s$/, '')} ${i} (counted from 0) is ${show(given[i])}`,
    );
  }
  return out;
}

/** Bytes as a Uint8Array: itself, or a view of the same memory. */
export function asBytes(name: string, given: BytesLike): Uint8Array {
  if (given instanceof Uint8Array) return given;
  if (ArrayBuffer.isView(given)) {
    return new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  }
  if (kindOf(given).endsWith('ArrayBuffer')) return new Uint8Array(given);
  refuse(name, 'bytes in a Uint8Array or ArrayBuffer', given);
}

/**
 * As `asBytes`, where larger numbers would be taken apart into bytes that nobody meant: arrays of 8
 * bits a value and plain ones of 0 to 255 alone. Signed bytes are the bytes that they are.
 */
export function asSingleBytes(name: string, given: BytesLike | readonly number[]): Uint8Array {
  const { BYTES_PER_ELEMENT: size = 1 } = Object(given) as { BYTES_PER_ELEMENT?: number };
  const isSingle = Array.isArray(given)
    ? given.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)
    : size === 1;
  if (!isSingle) refuse(name, 'whole numbers of 8 bits', given);
  return Array.isArray(given) ? Uint8Array.from(given) : asBytes(name, given as BytesLike);
}
