import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { columnMeans, subtractMean } from '../../preparation/preprocess.ts';
import type { MethodInput } from '../methods/method.ts';
import type { EvaluationPartition, ProtocolName } from '../protocols/protocol.ts';

/** A partition with its points, prepared as methods get them. */
export interface DividedDataset {
  readonly rows: EvaluationPartition;
  /** All points, normalised and centred. */
  readonly points: Matrix;
  readonly queryLabels: Int32Array;
  readonly databaseLabels: Int32Array;
  readonly given: Pick<MethodInput, 'labelled' | 'labels' | 'visible' | 'labelledInVisible'>;
}

/**
 * Prepares the points of a partition. The mean is that of the labelled points; the tutorial's is
 * that of all points.
 *
 * @param normalised - all points, normalised.
 * @param share - puts points where threads can read them.
 */
export function prepare(
  kernels: Kernels,
  normalised: Matrix,
  labels: Int32Array,
  rows: EvaluationPartition,
  protocol: ProtocolName,
  share: (points: Matrix) => Matrix,
): DividedDataset {
  const seen = protocol === 'tutorial' ? normalised : normalised.selectRows(rows.labelled);
  const points = share(subtractMean(kernels, normalised, columnMeans(kernels, seen)));
  const labelsOf = (some: Uint32Array) => Int32Array.from(some, (row) => labels[row]);
  let visible: Matrix | undefined;
  return {
    rows,
    points,
    queryLabels: labelsOf(rows.queries),
    databaseLabels: labelsOf(rows.database),
    given: {
      labelled: points.selectRows(rows.labelled),
      labels: labelsOf(rows.labelled),
      visible: () => {
        visible ??= share(points.selectRows(rows.visible));
        return visible;
      },
      labelledInVisible: placesOf(rows.labelled, rows.visible),
    },
  };
}

/** Where each of `some` rows stands in `all`. */
function placesOf(some: Uint32Array, all: Uint32Array): Uint32Array {
  const places = new Map(Array.from(all, (row, place) => [row, place] as const));
  return some.map((row) => places.get(row) as number);
}
