import { InvalidArgumentError } from '../../core/errors.ts';
import { Matrix } from '../../core/matrix.ts';
import type { MissingRule } from './missing-rules.ts';

/** What {@link fillMissing} made of points. */
export interface Filled {
  readonly points: Matrix;
  /** The rows that are left, of those that were given; null if it is all of them. */
  readonly kept: Uint32Array | null;
  /** Numbers that were missing; for `drop-row` the rows that were left out. */
  readonly count: number;
}

/** Means of columns over the numbers that are there, batch by batch. */
export class ColumnMeans {
  #sums: Float64Array | null = null;
  #counts: Float64Array | null = null;

  add({ data, rows, cols }: Matrix): void {
    this.#sums ??= new Float64Array(cols);
    this.#counts ??= new Float64Array(cols);
    for (let i = 0; i < rows * cols; i++) {
      if (Number.isNaN(data[i])) continue;
      this.#sums[i % cols] += data[i];
      this.#counts[i % cols]++;
    }
  }

  /** @throws InvalidArgumentError naming a column (from 1) without any number. */
  means(): Float32Array {
    const [sums, counts] = [this.#sums ?? [], this.#counts ?? []];
    return Float32Array.from(sums, (sum, i) => {
      if (counts[i] > 0) return sum / counts[i];
      throw new InvalidArgumentError(
        `dimension ${i + 1} of the vectors has no number to take the mean of`,
      );
    });
  }
}

/**
 * The points without NaN, by the rule. `error` leaves them as they are. Cost: one pass, two for
 * `mean`; a copy where something is missing.
 *
 * @param means - of the columns, for `mean`. Default: those of `points`.
 */
export function fillMissing(points: Matrix, rule: MissingRule, means?: Float32Array): Filled {
  const { data, rows, cols } = points;
  if (rule === 'error' || !data.some(Number.isNaN)) return { points, kept: null, count: 0 };
  if (rule === 'drop-row') {
    const kept = Uint32Array.from(
      Array.from({ length: rows }, (_, row) => row).filter(
        (row) => !data.subarray(row * cols, (row + 1) * cols).some(Number.isNaN),
      ),
    );
    return { points: points.selectRows(kept), kept, count: rows - kept.length };
  }
  const filling = rule === 'zero' ? new Float32Array(cols) : (means ?? meansOf(points));
  let count = 0;
  const filled = data.map((value, i) => {
    if (!Number.isNaN(value)) return value;
    count++;
    return filling[i % cols];
  });
  return { points: new Matrix(filled, rows, cols), kept: null, count };
}

/** A line for people of what was filled; null if nothing was missing. */
export function filledNote(rule: MissingRule, count: number): string | null {
  if (count === 0) return null;
  const shown = count.toLocaleString('en-US');
  if (rule === 'drop-row') {
    return count === 1
      ? '1 row with missing numbers is left out'
      : `${shown} rows with missing numbers are left out`;
  }
  const what = rule === 'mean' ? 'the mean of its dimension' : 'zero';
  return count === 1 ? `1 missing number is ${what}` : `${shown} missing numbers are each ${what}`;
}

function meansOf(points: Matrix): Float32Array {
  const means = new ColumnMeans();
  means.add(points);
  return means.means();
}
