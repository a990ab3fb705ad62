import { Matrix } from '../../core/matrix.ts';
import { pauses } from '../../core/next-task.ts';
import type { RandomState } from '../../core/random/random-state.ts';
import type { Kernels } from '../../kernels/api.ts';
import { singularVectors } from './decompositions.ts';
import type { InitialiserContext } from './initialiser.ts';
import { projectOn } from './initialiser.ts';
import { gramMatrix } from './principal-directions.ts';

/** A rotation that brings points near to corners of a cube, and how it got there. */
export interface Rotation {
  /** bits x bits, orthogonal: row-major, column j leads to bit j. */
  readonly matrix: Float64Array;
  /** |B - V R|^2 before each iteration, and at the end: never grows. */
  readonly objective: readonly number[];
}

/**
 * Iterative quantisation (Gong & Lazebnik, CVPR 2011): min |B - V R|^2 over bits B = sign(V R) and
 * rotations R, in turns. For fixed R the best B is sign(V R); for fixed B the best R is U_2 U_1^T of
 * the decomposition B^T V = U_1 S U_2^T (orthogonal Procrustes). Starts from a random rotation.
 *
 * Cost: iterations x rows x 3 bits^2 multiply-adds, and a decomposition of bits x bits each.
 *
 * @param projected - V, rows x components, centred; missing components up to `bits` count as 0.
 */
export async function quantisingRotation(
  kernels: Kernels,
  projected: Matrix,
  bits: number,
  iterations: number,
  { random, onProgress, signal }: InitialiserContext,
): Promise<Rotation> {
  const components = projected.cols;
  let rotation = await randomRotation(random, bits);
  const objective: number[] = [];
  const pause = pauses(signal);
  for (let iteration = 0; iteration < iterations; iteration++) {
    await pause();
    const rotated = projectOn(kernels, columnsAsRows(rotation, bits, components), projected);
    objective.push(quantisationError(projected, rotated));
    const products = await signProducts(kernels, rotated, projected);
    const { left, right } = await singularVectors(products, bits);
    rotation = timesTransposed(right, left, bits);
    onProgress?.(iteration + 1, iterations);
  }
  const rotated = projectOn(kernels, columnsAsRows(rotation, bits, components), projected);
  objective.push(quantisationError(projected, rotated));
  return { matrix: rotation, objective };
}

/** Uniform over all rotations and reflections: the left singular vectors of a Gaussian matrix. */
async function randomRotation(random: RandomState, size: number): Promise<Float64Array> {
  const gaussian = Float64Array.from({ length: size * size }, () => random.randn());
  return (await singularVectors(gaussian, size)).left;
}

/** A B^T, all size x size. */
function timesTransposed(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += a[i * size + k] * b[j * size + k];
      out[i * size + j] = sum;
    }
  }
  return out;
}

/** Row j: the first `components` values of column j. */
function columnsAsRows(rotation: Float64Array, bits: number, components: number): Matrix {
  const out = new Matrix(new Float32Array(bits * components), bits, components);
  for (let j = 0; j < bits; j++) {
    for (let k = 0; k < components; k++) out.data[j * components + k] = rotation[k * bits + j];
  }
  return out;
}

/** |sign(Z) - Z|^2 for Z = V R, whose norm is that of V. */
function quantisationError(projected: Matrix, rotated: Matrix): number {
  let sum = rotated.data.length;
  for (const value of projected.data) sum += value * value;
  for (const value of rotated.data) sum -= 2 * Math.abs(value);
  return sum;
}

/** B^T V, bits x bits, from the Gram matrix of both side by side. */
async function signProducts(
  kernels: Kernels,
  rotated: Matrix,
  projected: Matrix,
): Promise<Float64Array> {
  const { rows, cols: bits } = rotated;
  const { cols: components } = projected;
  const both = new Matrix(new Float32Array(rows * (bits + components)), rows, bits + components);
  for (let i = 0; i < rows; i++) {
    const row = both.row(i);
    for (let j = 0; j < bits; j++) row[j] = rotated.data[i * bits + j] >= 0 ? 1 : -1;
    row.set(projected.row(i), bits);
  }
  const gram = await gramMatrix(kernels, both);
  const out = new Float64Array(bits * bits);
  for (let j = 0; j < bits; j++) {
    for (let k = 0; k < components; k++) {
      out[j * bits + k] = gram[j * (bits + components) + bits + k];
    }
  }
  return out;
}

/** Hyperplanes in the space of points: R^T times `directions` (components x dimensions). */
export function rotatedDirections(
  rotation: Rotation,
  bits: number,
  directions: { readonly data: ArrayLike<number>; readonly rows: number; readonly cols: number },
): Matrix {
  const { data, rows: components, cols } = directions;
  const out = new Matrix(new Float32Array(bits * cols), bits, cols);
  const sums = new Float64Array(cols);
  for (let j = 0; j < bits; j++) {
    sums.fill(0);
    for (let k = 0; k < components; k++) {
      const weight = rotation.matrix[k * bits + j];
      for (let d = 0; d < cols; d++) sums[d] += weight * data[k * cols + d];
    }
    out.row(j).set(sums);
  }
  return out;
}
