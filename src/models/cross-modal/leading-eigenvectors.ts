import { nextTask } from '../../core/next-task.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { type Eigenvectors, eigenvectors } from '../initialisers/decompositions.ts';

/** Matrices up to this size are decomposed whole. */
const MOST_WHOLE = 256;
/** Vectors that are iterated beside those that are wanted, and rounds. */
const MORE = 8;
const ROUNDS = 20;
/** What is left of a vector at right angles to others, over what there was. */
const LEAST_REST = 1e-12;

/**
 * The eigenvectors of the largest eigenvalues of a symmetric matrix that has none below 0: all of them
 * where it is small, else by orthogonal iteration from Gaussian vectors with a last Rayleigh-Ritz step.
 * Vectors of values that are nearly alike then come mixed with each other.
 *
 * Cost: some 10 size^3 operations in float64, or 20 size^2 (count + 8) multiply-adds.
 *
 * Source: Golub and Van Loan, "Matrix Computations", sections 8.2.4 and 8.1.
 *
 * @returns at least `count` vectors, or `size` where that is less.
 */
export async function leadingEigenvectors(
  matrix: Float64Array,
  size: number,
  count: number,
  signal?: AbortSignal,
  mostWhole = MOST_WHOLE,
): Promise<Eigenvectors> {
  if (size <= mostWhole) return eigenvectors(matrix, size);
  const block = Math.min(size, count + MORE);
  const random = new RandomState(0);
  let vectors = Float64Array.from({ length: block * size }, () => random.randn());
  orthonormalise(vectors, block, size);
  for (let round = 0; round < ROUNDS; round++) {
    await nextTask();
    signal?.throwIfAborted();
    vectors = times(matrix, vectors, block, size);
    orthonormalise(vectors, block, size);
  }
  const images = times(matrix, vectors, block, size);
  const small = new Float64Array(block * block);
  for (let a = 0; a < block; a++) {
    for (let b = 0; b <= a; b++) {
      small[a * block + b] = small[b * block + a] = dot(vectors, a * size, images, b * size, size);
    }
  }
  const found = await eigenvectors(small, block);
  const out = new Float64Array(block * size);
  for (let j = 0; j < block; j++) {
    for (let a = 0; a < block; a++) {
      const weight = found.vectors[j * block + a];
      for (let k = 0; k < size; k++) out[j * size + k] += weight * vectors[a * size + k];
    }
  }
  return { values: found.values, vectors: out };
}

/** A x for each row x of `vectors`. */
function times(
  matrix: Float64Array,
  vectors: Float64Array,
  count: number,
  size: number,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(count * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < count; j++) {
      out[j * size + i] = dot(matrix, i * size, vectors, j * size, size);
    }
  }
  return out;
}

/**
 * Gram-Schmidt in place, each row twice, so that rounding leaves right angles. A row of which only rounding
 * would be left becomes 0.
 */
function orthonormalise(vectors: Float64Array, count: number, size: number): void {
  const normOf = (j: number) => Math.sqrt(dot(vectors, j * size, vectors, j * size, size));
  for (let j = 0; j < count; j++) {
    const before = normOf(j);
    for (let pass = 0; pass < 2; pass++) {
      for (let a = 0; a < j; a++) {
        const part = dot(vectors, a * size, vectors, j * size, size);
        for (let k = 0; k < size; k++) vectors[j * size + k] -= part * vectors[a * size + k];
      }
    }
    const norm = normOf(j);
    const scale = norm > LEAST_REST * before ? 1 / norm : 0;
    for (let k = 0; k < size; k++) vectors[j * size + k] *= scale;
  }
}

function dot(a: Float64Array, from: number, b: Float64Array, to: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += a[from + k] * b[to + k];
  return sum;
}
