import { checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asIntegers } from '../core/given.ts';
import { asMatrix, checkFinite, type Matrix, type MatrixLike } from '../core/matrix.ts';
import { checkClasses } from './supervision.ts';

/** Points of which some are labelled. */
export interface LabelledPointsOptions {
  /** rows x dimensions, as hyperplanes will see them: all points, labelled or not. */
  readonly points: MatrixLike;
  /** Rows of `points` whose labels are known, each once. */
  readonly labelledRows: ArrayLike<number>;
  /** The class of each of them; at least two classes. */
  readonly labels: ArrayLike<number>;
  /** Seed of all that is drawn. Default 0. */
  readonly seed?: number | undefined;
}

/** The same, checked. */
export interface LabelledPoints {
  readonly points: Matrix;
  readonly labelledRows: Uint32Array;
  readonly labels: Int32Array;
}

/** @throws InvalidArgumentError if sizes differ, a row is not there or there is one class only. */
export function readLabelledPoints(options: LabelledPointsOptions): LabelledPoints {
  const points = asMatrix('points', options.points);
  const labelledRows = asIntegers('labelled rows', options.labelledRows, Uint32Array);
  const labels = asIntegers('labels', options.labels, Int32Array);
  checkWhole('seed', options.seed ?? 0, 0, 2 ** 32 - 1);
  checkFinite('points', points);
  if (labels.length !== labelledRows.length) {
    throw new InvalidArgumentError(
      `${labelledRows.length} labelled rows need as many labels, not ${labels.length}`,
    );
  }
  const wrong = labelledRows.find((row) => row >= points.rows);
  if (wrong !== undefined) {
    throw new InvalidArgumentError(`labelled row ${wrong} is not one of ${points.rows} points`);
  }
  if (new Set(labelledRows).size !== labelledRows.length) {
    throw new InvalidArgumentError('labelled rows must be named once each');
  }
  checkClasses(labels);
  return { points, labelledRows, labels };
}
