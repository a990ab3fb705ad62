import { FormatError } from '../core/errors.ts';
import { Matrix } from '../core/matrix.ts';
import type { NumericArray } from '../data/arrays/numeric.ts';

/** The tensors of a hasher's file. */
export type Tensors = ReadonlyMap<string, NumericArray>;
/** Its metadata. */
export type Metadata = ReadonlyMap<string, string>;

/** A matrix with at least one row and column. @throws FormatError if it isn't there. */
export function matrixOf(tensors: Tensors, name: string): Matrix {
  const { shape, values } = tensorOf(tensors, name, 2);
  const [rows, cols] = shape;
  if (rows < 1 || cols < 1) {
    throw new FormatError(`${name} must have at least one row and column, not ${rows} x ${cols}`);
  }
  return new Matrix(values, rows, cols);
}

/** A vector of so many values, or of any number. @throws FormatError if it isn't there. */
export function vectorOf(tensors: Tensors, name: string, length?: number): Float32Array {
  const { shape, values } = tensorOf(tensors, name, 1);
  if (length === undefined || shape[0] === length) return values;
  throw new FormatError(`${name} must have ${length} values, not ${shape[0]}`);
}

/** A float32 tensor of finite values; a copy, free of the file's bytes. */
function tensorOf(
  tensors: Tensors,
  name: string,
  dimensions: number,
): { shape: number[]; values: Float32Array } {
  const tensor = tensors.get(name);
  if (!tensor) throw new FormatError(`the hasher has no tensor ${name}`);
  const { dtype, shape, values } = tensor;
  if (dtype !== 'float32' || shape.length !== dimensions) {
    throw new FormatError(
      `the tensor ${name} must be float32 of ${dimensions} dimensions, not ${dtype} of ${shape.length}`,
    );
  }
  const copy = Float32Array.from(values as Float32Array);
  const bad = copy.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new FormatError(`the tensor ${name} has the value ${copy[bad]} at ${bad}`);
  return { shape, values: copy };
}
