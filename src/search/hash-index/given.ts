import { refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asVector, isVectorLike, type VectorLike } from '../../core/given.ts';
import { asMatrix, checkFinite, Matrix, type MatrixLike } from '../../core/matrix.ts';
import { runsOfRows, type Steps } from '../../core/steps.ts';
import type { Metric } from '../../kernels/api.ts';
import { checkMagnitude } from '../check-magnitude.ts';

/** Queries as rows, and whether it was one alone, not in a list. */
export function asQueries(given: VectorLike | MatrixLike): { queries: Matrix; isOne: boolean } {
  if (given === undefined || given === null) refuse('the query', 'an array of numbers', given);
  if (!isOneVector(given)) return { queries: asMatrix('queries', given), isOne: false };
  const vector = asVector('query', given);
  if (vector.length > 0) return { queries: new Matrix(vector, 1, vector.length), isOne: true };
  throw new InvalidArgumentError('a query must have values, but is empty');
}

/** Whether it is one vector rather than rows: `[1, 2]`, not `[[1, 2]]`. */
function isOneVector(given: VectorLike | MatrixLike): given is VectorLike {
  return isVectorLike(given) && (!Array.isArray(given) || typeof given[0] !== 'object');
}

/**
 * @param dimensions - of the index; 0 while it has none.
 * @param metric - by which vectors are ranked; undefined where none are kept.
 */
export function checkVectors(
  name: string,
  vectors: Matrix,
  dimensions: number,
  metric: Metric | undefined,
): void {
  if (dimensions > 0 && vectors.cols !== dimensions) {
    throw new InvalidArgumentError(
      `${name} must have the ${dimensions} dimensions of the index, not ${vectors.cols}`,
    );
  }
  checkFinite(name, vectors);
  checkMagnitude(name, vectors, metric);
}

/** `checkVectors` in steps. */
export function* checkVectorsInSteps(
  name: string,
  vectors: Matrix,
  dimensions: number,
  metric: Metric | undefined,
): Steps<void> {
  checkVectors(name, vectors.slice(0, 0), dimensions, metric);
  for (const [first, end] of runsOfRows(vectors.rows, vectors.cols)) {
    try {
      checkVectors(name, vectors.slice(first, end), dimensions, metric);
    } catch {
      // Says it of the row by its place among all.
      checkVectors(name, vectors, dimensions, metric);
    }
    yield;
  }
}
