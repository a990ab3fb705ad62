import { checkRange, checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asMatrix, Matrix, type MatrixLike } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import { checkGraph, type Graph } from './graph.ts';
import { degreesOf } from './regularise.ts';

/** Settings of label spreading. */
export interface SpreadOptions {
  /** Share that a point takes over from its neighbours in each round, 0 up to below 1. Default 0.5. */
  readonly alpha?: number | undefined;
  /** Rounds. Default 15: with alpha 0.5 what is left changes nothing in float32. */
  readonly iterations?: number | undefined;
}

/**
 * Spreads scores over a symmetric graph: F <- alpha D^-1/2 W D^-1/2 F + (1 - alpha) Y, from F = Y.
 * Where Y holds the labels of few points and zeros elsewhere this is label spreading (Zhou,
 * Bousquet, Lal, Weston and Schölkopf, "Learning with local and global consistency", NIPS 2003);
 * where it holds the scores of a classifier it smooths them.
 *
 * Cost: iterations x edges x columns multiply-adds, in float64, in order of the neighbours.
 *
 * @param graph - weights of at least 0.
 * @param given - scores, rows x columns, one column a class.
 * @throws InvalidArgumentError if sizes differ or a weight is below 0.
 */
export function spreadScores(graph: Graph, given: MatrixLike, options: SpreadOptions = {}): Matrix {
  checkGraph(graph);
  checkOptions('spreadScores', options, { alpha: 1, iterations: 1 });
  const scores = asMatrix('scores', given);
  const { alpha = 0.5, iterations = 15 } = options;
  checkRange('alpha', alpha, 0, 1 - 2 ** -20);
  checkWhole('iterations', iterations, 0, 100_000);
  if (scores.rows !== graph.rows) {
    throw new InvalidArgumentError(
      `a graph of ${graph.rows} rows needs as many rows of scores, not ${scores.rows}`,
    );
  }
  const weights = normalisedWeights(graph);
  let current = Float64Array.from(scores.data);
  let next = new Float64Array(current.length);
  for (let i = 0; i < iterations; i++) {
    spreadOnce(graph, weights, current, scores, alpha, next);
    [current, next] = [next, current];
  }
  return new Matrix(Float32Array.from(current), scores.rows, scores.cols);
}

/** The weights of D^-1/2 W D^-1/2. */
function normalisedWeights(graph: Graph): Float64Array {
  const { rows, offsets, neighbours, weights } = graph;
  if (weights?.some((weight) => weight < 0)) {
    throw new InvalidArgumentError('scores spread over weights of at least 0 only');
  }
  const scale = degreesOf(graph).map((degree) => (degree > 0 ? 1 / Math.sqrt(degree) : 0));
  const out = new Float64Array(neighbours.length);
  for (let i = 0; i < rows; i++) {
    for (let m = offsets[i]; m < offsets[i + 1]; m++) {
      out[m] = (weights ? weights[m] : 1) * scale[i] * scale[neighbours[m]];
    }
  }
  return out;
}

function spreadOnce(
  { rows, offsets, neighbours }: Graph,
  weights: Float64Array,
  current: Float64Array,
  { data, cols }: Matrix,
  alpha: number,
  next: Float64Array,
): void {
  const sums = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    sums.fill(0);
    for (let m = offsets[i]; m < offsets[i + 1]; m++) {
      const weight = weights[m];
      const other = neighbours[m] * cols;
      for (let j = 0; j < cols; j++) sums[j] += weight * current[other + j];
    }
    for (let j = 0; j < cols; j++) {
      next[i * cols + j] = alpha * sums[j] + (1 - alpha) * data[i * cols + j];
    }
  }
}
