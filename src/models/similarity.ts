import { classesFault } from '../core/check-classes.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import type { Matrix } from '../core/matrix.ts';
import { type GraphStep, regulariseByClass } from '../graph/class-labels.ts';
import type { Graph } from '../graph/graph.ts';
import { regulariseByGraph } from '../graph/regularise.ts';
import type { Kernels } from '../kernels/api.ts';

/** What is known of points: one class a row, or a graph over the rows. */
export type Similarity = Int32Array | Graph;

/** One graph step, whatever the similarity is. */
export function regularise(
  kernels: Kernels,
  step: Omit<GraphStep, 'labels'>,
  similarity: Similarity,
): Int8Array {
  return similarity instanceof Int32Array
    ? regulariseByClass(kernels, { ...step, labels: similarity })
    : regulariseByGraph(kernels, { ...step, graph: similarity });
}

/** Throws unless `similarity` fits the points and tells some of them apart. */
export function checkSimilarity(points: Matrix, similarity: Similarity): void {
  if (similarity instanceof Int32Array) checkLabels(points, similarity);
  else if (similarity.rows !== points.rows) {
    throw new InvalidArgumentError(
      `${points.rows} points need a graph of as many rows, not ${similarity.rows}`,
    );
  }
}

function checkLabels(points: Matrix, labels: Int32Array): void {
  if (labels.length !== points.rows) {
    throw new InvalidArgumentError(
      `${points.rows} points need as many labels, not ${labels.length}`,
    );
  }
  const fault = classesFault(labels);
  if (fault) throw new InvalidArgumentError(fault);
}
