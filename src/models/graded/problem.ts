import { Matrix } from '../../core/matrix.ts';

/** Labelled points among others, in the form that the parts of a blend learn from. */
export interface GradedProblem {
  /** rows x dimensions, labelled or not. */
  readonly points: Matrix;
  /** Where the labelled points are. */
  readonly labelledRows: Uint32Array;
  /** The class of each of them: 0, 1, ... */
  readonly classOf: Uint32Array;
  /** How many classes there are. */
  readonly classes: number;
}

/** The labelled points: no copy where they are all there are, in their order. */
export function labelledPoints({ points, labelledRows }: GradedProblem): Matrix {
  const isAll = labelledRows.length === points.rows && labelledRows.every((row, i) => row === i);
  return isAll ? points : points.selectRows(labelledRows);
}

/** One row a labelled point, 1 in the column of its class. */
export function oneHot({ classOf, classes }: GradedProblem): Matrix {
  const out = new Matrix(new Float32Array(classOf.length * classes), classOf.length, classes);
  classOf.forEach((own, i) => {
    out.data[i * classes + own] = 1;
  });
  return out;
}

/** The share of each class among the labelled points. */
export function classShares({ classOf, classes }: GradedProblem): Float64Array {
  const counts = new Float64Array(classes);
  for (const own of classOf) counts[own]++;
  return counts.map((count) => count / classOf.length);
}
