import { Matrix } from '../core/matrix.ts';
import { forAll } from './memory.ts';

/** What a model looks like on its way: its matrices would arrive as plain objects. */
export type Posted = object;

const MATRIX = 'matrix';

/** `value` with its matrices as plain data, and its numbers where all workers see them. */
export function posted(value: object, sharesMemory: boolean): Posted {
  if (value instanceof Matrix) {
    const { data, rows, cols } = value;
    return { posted: MATRIX, rows, cols, data: forAll(data, sharesMemory) };
  }
  if (value instanceof Float32Array) return forAll(value, sharesMemory);
  return mapped(value, (part) => posted(part, sharesMemory));
}

/** What `posted` was given. */
export function received(value: Posted): object {
  if (value instanceof Float32Array) return value;
  const { posted: kind, data, rows, cols } = value as PostedMatrix;
  if (kind === MATRIX) return new Matrix(data, rows, cols);
  return mapped(value, received);
}

interface PostedMatrix {
  readonly posted?: string;
  readonly data: Float32Array;
  readonly rows: number;
  readonly cols: number;
}

function mapped(value: object, change: (part: object) => object): object {
  const changed = (part: unknown) =>
    typeof part === 'object' && part !== null ? change(part) : part;
  if (Array.isArray(value)) return value.map(changed);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, changed(part)]));
}
