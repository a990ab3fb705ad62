import { InvalidArgumentError } from '../core/errors.ts';
import type { Matrix } from '../core/matrix.ts';
import type { Kernels } from '../kernels/api.ts';
import { normaliseRows } from '../preparation/preprocess.ts';
import { RadixSorter } from './radix-sort.ts';

/** Vectors and the class of each. */
export interface LabelledVectors {
  readonly vectors: Matrix;
  readonly labels: Int32Array;
}

/** One query's ranking: items and relevant items at each distinct similarity, nearest first. */
export interface TiedRanking {
  readonly total: Uint32Array;
  readonly relevant: Uint32Array;
}

/** Queries that are compared with the database in one product of matrices. */
const GROUP = 64;

/**
 * Ranks the database by cosine (or by dot product) for one query after another; items of equal
 * similarity tie. Queries serve as hyperplanes: their projections are the products.
 * Cost: queries x database x dimensions multiply-adds, and a sort a query. What is yielded is
 * overwritten by the next.
 *
 * @throws InvalidArgumentError if vectors differ in their dimensions.
 */
export function* vectorRankings(
  kernels: Kernels,
  queries: LabelledVectors,
  database: LabelledVectors,
  metric: 'cosine' | 'dot',
): Generator<TiedRanking> {
  if (queries.vectors.cols !== database.vectors.cols) {
    throw new InvalidArgumentError(
      `queries have ${queries.vectors.cols} values where the database has ${database.vectors.cols}`,
    );
  }
  const isCosine = metric === 'cosine';
  const asked = isCosine ? normaliseRows(kernels, queries.vectors) : queries.vectors;
  const stored = isCosine ? normaliseRows(kernels, database.vectors) : database.vectors;
  const { rows } = stored;
  const sorter = new RadixSorter(rows);
  const counts = { total: new Uint32Array(rows), relevant: new Uint32Array(rows) };
  const products = new Float32Array(rows * Math.min(GROUP, asked.rows));
  for (let first = 0; first < asked.rows; first += GROUP) {
    const group = asked.slice(first, Math.min(asked.rows, first + GROUP));
    project(kernels, group, stored, products);
    for (let q = 0; q < group.rows; q++) {
      const label = queries.labels[first + q];
      for (let i = 0; i < rows; i++) {
        // The most similar first.
        sorter.keys[i] = -products[i * group.rows + q];
        sorter.flags[i] = database.labels[i] === label ? 1 : 0;
      }
      yield grouped(sorter, counts);
    }
  }
}

function project(kernels: Kernels, group: Matrix, stored: Matrix, out: Float32Array): void {
  const projector = kernels.createProjector(group);
  try {
    projector.project(stored.data, stored.rows, out.subarray(0, stored.rows * group.rows));
  } finally {
    projector.dispose();
  }
}

/** Sorts, and counts the runs of equal keys. */
function grouped(sorter: RadixSorter, { total, relevant }: TiedRanking): TiedRanking {
  sorter.sort();
  const { keys, flags } = sorter;
  let group = -1;
  for (let i = 0; i < keys.length; i++) {
    if (i === 0 || keys[i] !== keys[i - 1]) {
      group++;
      total[group] = 0;
      relevant[group] = 0;
    }
    total[group]++;
    relevant[group] += flags[i];
  }
  return { total: total.subarray(0, group + 1), relevant: relevant.subarray(0, group + 1) };
}
