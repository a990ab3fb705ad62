import type { Matrix } from '../../../src/core/matrix.ts';
import type { Kernels } from '../../../src/kernels/api.ts';
import { rowsPerBatch } from '../../../src/kernels/runtime/batches.ts';
import { KINDS, operands } from '../../support/inputs.ts';
import { bytesOf, type ParityCase, soiled } from '../../support/parity-case.ts';
import { edgeRows } from './edge-rows.ts';

const ROWS = [0, 1, 2, 3, 4, 5, 63, 64, 65];
const COLS = [1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 100, 513];

export interface PreprocessingInput {
  readonly kind: string;
  readonly points: Matrix;
  /** A row to subtract and, as float64, sums to add to. */
  readonly offset: Float32Array;
}

export function* preprocessingInputs(): Generator<PreprocessingInput> {
  for (const kind of Object.keys(KINDS)) {
    for (const cols of COLS) {
      for (const rows of ROWS) {
        const { left, right } = operands(kind, rows, 1, cols);
        yield { kind, points: left, offset: right.data };
      }
    }
  }
  for (const cols of [1, 9, 513]) {
    const { left, right } = operands('of any magnitude', 2 * rowsPerBatch(cols * 8) + 3, 1, cols);
    yield { kind: 'more than a batch', points: left, offset: right.data };
  }
  const points = edgeRows();
  yield { kind: 'on the edge of rounding', points, offset: points.row(0) };
}

export function normalised(kernels: Kernels, { points }: PreprocessingInput): Float32Array {
  const out = soiled(new Float32Array(points.data.length + 4));
  kernels.normaliseRows(points.data, points.rows, points.cols, out);
  return out;
}

export function columnSums(kernels: Kernels, input: PreprocessingInput): Float64Array {
  const sums = Float64Array.from(input.offset);
  kernels.addColumnSums(input.points.data, input.points.rows, input.points.cols, sums);
  return sums;
}

export function subtracted(kernels: Kernels, input: PreprocessingInput): Float32Array {
  const { points, offset } = input;
  const out = soiled(new Float32Array(points.data.length + 4));
  kernels.subtractRow(points.data, points.rows, points.cols, offset, out);
  return out;
}

/** normaliseRows and subtractRow with the points as output. */
function inPlace(kernels: Kernels, { points, offset }: PreprocessingInput): Float32Array[] {
  const { rows, cols } = points;
  const first = points.data.slice();
  kernels.normaliseRows(first, rows, cols, first);
  const second = points.data.slice();
  kernels.subtractRow(second, rows, cols, offset, second);
  return [first, second];
}

export function* preprocessingCases(): Generator<ParityCase> {
  for (const input of preprocessingInputs()) {
    const { kind, points } = input;
    const name = `${points.rows} x ${points.cols}`;
    yield {
      family: `normalise rows that are ${kind}`,
      name,
      run: (kernels) => bytesOf(normalised(kernels, input)),
    };
    yield {
      family: `add up columns that are ${kind}`,
      name,
      run: (kernels) => bytesOf(columnSums(kernels, input)),
    };
    yield {
      family: `subtract a row from rows that are ${kind}`,
      name,
      run: (kernels) => bytesOf(subtracted(kernels, input)),
    };
    yield {
      family: `normalise and subtract in place where rows are ${kind}`,
      name,
      run: (kernels) => bytesOf(...inPlace(kernels, input)),
    };
  }
}
