import { InvalidArgumentError } from '../core/errors.ts';
import type { Matrix } from '../core/matrix.ts';
import { type GraphStep, type Signs, smoothByClass } from '../graph/class-labels.ts';
import type { Graph } from '../graph/graph.ts';
import { smoothByGraph } from '../graph/regularise.ts';
import type { Kernels } from '../kernels/api.ts';
import { checkClasses, type Known } from './supervision.ts';

/** What the graph step sees: one class a row, or a graph over the rows. */
export type Similarity = Int32Array | Graph;

/** One graph step, whatever the similarity is. */
export function regularise(
  kernels: Kernels,
  step: Signs & Omit<GraphStep, 'labels' | 'signs' | 'initial'>,
  similarity: Similarity,
): Int8Array {
  return similarity instanceof Int32Array
    ? smoothByClass(kernels, { ...step, labels: similarity })
    : smoothByGraph(kernels, { ...step, graph: similarity });
}

/**
 * The rows to learn from (null: all) and how they are alike.
 *
 * @throws InvalidArgumentError if nothing is known of them, or nothing that tells some of them apart.
 */
export function similarityOf(
  points: Matrix,
  known: Known,
): { rows: Uint32Array | null; similarity: Similarity } {
  switch (known.kind) {
    case 'a graph':
    case 'pairs':
      return { rows: null, similarity: known.graph };
    case 'labels':
      if (points.rows > 0) checkClasses(known.labels);
      return { rows: null, similarity: known.labels };
    case 'labels of some rows':
      if (known.graph) {
        throw new InvalidArgumentError(
          'graph regularised hashing learns from labels or a graph: leave one of them out',
        );
      }
      checkClasses(known.labels);
      return { rows: known.labelledRows, similarity: known.labels };
    default:
      throw new InvalidArgumentError(
        'graph regularised hashing learns from labels, a graph or pairs: call fit(points, labels) ' +
          'or fit(points, graph)',
      );
  }
}
