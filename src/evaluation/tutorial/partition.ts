import type { Matrix } from '../../core/matrix.ts';
import { splitDataset } from '../../data/dataset/split.ts';

/** A dataset divided into queries, database and training set. */
export interface Partition {
  readonly points: Matrix;
  readonly labels: Int32Array;
  /** Rows of the dataset. */
  readonly queryRows: Uint32Array;
  readonly databaseRows: Uint32Array;
  readonly trainRows: Uint32Array;
  readonly queries: Matrix;
  readonly database: Matrix;
  readonly train: Matrix;
  readonly queryLabels: Int32Array;
  readonly databaseLabels: Int32Array;
  readonly trainLabels: Int32Array;
}

/** Divides points as the tutorial does: queries off everything, then the training set. */
export function partition(
  points: Matrix,
  labels: Int32Array,
  sizes: { queries: number; train: number; seed: number },
): Partition {
  const split = splitDataset(points.rows, sizes);
  const labelsOf = (rows: Uint32Array) => Int32Array.from(rows, (row) => labels[row]);
  return {
    points,
    labels,
    queryRows: split.queries,
    databaseRows: split.database,
    trainRows: split.train,
    queries: points.selectRows(split.queries),
    database: points.selectRows(split.database),
    train: points.selectRows(split.train),
    queryLabels: labelsOf(split.queries),
    databaseLabels: labelsOf(split.database),
    trainLabels: labelsOf(split.train),
  };
}
