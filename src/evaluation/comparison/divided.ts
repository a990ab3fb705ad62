import type { Matrix } from '../../core/matrix.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { Kernels } from '../../kernels/api.ts';
import { columnMeans, normaliseRows } from '../../preparation/preprocess.ts';
import type { MethodInput } from '../methods/method.ts';
import type { EvaluationPartition, ProtocolName } from '../protocols/protocol.ts';

/** A partition with its points, prepared as methods get them. */
export interface DividedDataset {
  readonly rows: EvaluationPartition;
  /**
   * Some of the dataset's points, normalised and centred: a new matrix, since all of them beside the
   * labelled ones would take as much memory as the dataset.
   */
  select(some: Uint32Array): Matrix;
  readonly queryLabels: Int32Array;
  readonly databaseLabels: Int32Array;
  readonly given: Pick<MethodInput, 'labelled' | 'labels' | 'visible' | 'labelledInVisible'>;
}

/**
 * Prepares the points of a partition. The mean is that of the labelled points; the tutorial's is
 * that of all points.
 *
 * @param share - puts points that are kept where threads can read them.
 */
export function prepare(
  kernels: Kernels,
  { points, labels }: Pick<Dataset, 'points' | 'labels'>,
  rows: EvaluationPartition,
  protocol: ProtocolName,
  share: (points: Matrix) => Matrix,
): DividedDataset {
  const labelled = normalisedRows(kernels, points, rows.labelled);
  const seen = protocol === 'tutorial' ? normaliseRows(kernels, points) : labelled;
  const mean = columnMeans(kernels, seen);
  const centre = (some: Matrix) => {
    kernels.subtractRow(some.data, some.rows, some.cols, mean, some.data);
    return some;
  };
  const select = (some: Uint32Array) => centre(normalisedRows(kernels, points, some));
  const labelsOf = (some: Uint32Array) => Int32Array.from(some, (row) => labels[row]);
  let visible: Matrix | undefined;
  return {
    rows,
    select,
    queryLabels: labelsOf(rows.queries),
    databaseLabels: labelsOf(rows.database),
    given: {
      labelled: centre(labelled),
      labels: labelsOf(rows.labelled),
      visible: () => {
        visible ??= share(select(rows.visible));
        return visible;
      },
      labelledInVisible: placesOf(rows.labelled, rows.visible),
    },
  };
}

/** Some rows of the points, each divided by its norm: one copy. */
function normalisedRows(kernels: Kernels, points: Matrix, some: Uint32Array): Matrix {
  const own = points.selectRows(some);
  kernels.normaliseRows(own.data, own.rows, own.cols, own.data);
  return own;
}

/** Where each of `some` rows stands in `all`. */
function placesOf(some: Uint32Array, all: Uint32Array): Uint32Array {
  const places = new Map(Array.from(all, (row, place) => [row, place] as const));
  return some.map((row) => places.get(row) as number);
}
