import { wordsFor } from '../../../src/core/hash-codes.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import type { Kernels } from '../../../src/kernels/api.ts';
import { rowsPerBatch } from '../../../src/kernels/runtime/batches.ts';
import { KINDS, operands, SLOW_KINDS } from '../../support/inputs.ts';
import { bytesOf, type ParityCase, soiled, whileResident } from '../../support/parity-case.ts';

const ROWS = [0, 1, 2, 3, 4, 5, 63, 64, 65, 130];
const DIMENSIONS = [1, 2, 3, 5, 7, 8, 9, 16, 31, 100, 513];
const BITS = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 257];

export interface ProjectionInput {
  readonly kind: string;
  /** As many rows as any of `rowCounts` asks for. */
  readonly points: Matrix;
  readonly hyperplanes: Matrix;
  /** Some inputs have none. */
  readonly offsets: Float32Array | null;
  readonly rowCounts: readonly number[];
}

/** Points and hyperplanes of every kind and size. */
export function* projectionInputs(): Generator<ProjectionInput> {
  for (const kind of Object.keys(KINDS)) {
    for (const dimensions of DIMENSIONS) {
      for (const bits of BITS) {
        const isLarge = dimensions * bits > 2000;
        if (dimensions * bits > 600 && SLOW_KINDS.includes(kind)) continue;
        const rowCounts = isLarge ? [5, 66] : ROWS;
        const { left, right } = operands(kind, Math.max(...rowCounts), bits, dimensions);
        const offsets = bits % 2 === 0 ? null : offsetsFor(left, right);
        yield { kind, points: left, hyperplanes: right, offsets, rowCounts };
      }
    }
  }
}

/** More rows than pass through the scratch memory of a WebAssembly backend at a time. */
export function* batchedProjectionInputs(): Generator<ProjectionInput> {
  for (const [dimensions, bits] of [
    [1, 1],
    [9, 33],
    [513, 9],
  ]) {
    const batch = rowsPerBatch(dimensions * 4 + wordsFor(bits) * 4);
    const { left, right } = operands('cancelling', 2 * batch + 3, bits, dimensions);
    const rowCounts = [batch - 1, batch, batch + 1, 2 * batch + 3];
    const offsets = offsetsFor(left, right);
    yield { kind: 'cancelling', points: left, hyperplanes: right, offsets, rowCounts };
  }
}

/** Offsets that bring some projections to 0 or next to it, and a -0. */
function offsetsFor(points: Matrix, hyperplanes: Matrix): Float32Array {
  return Float32Array.from({ length: hyperplanes.rows }, (_, j) => {
    let sum = 0;
    const x = points.row(j % points.rows);
    hyperplanes.row(j).forEach((w, k) => {
      sum += w * x[k];
    });
    return j % 5 === 3 ? -0 : -sum;
  });
}

/** The codes of the first `rows` points, and four words behind them that must stay 77. */
export function encodeInto(kernels: Kernels, input: ProjectionInput, rows: number): Uint32Array {
  const { points, hyperplanes, offsets } = input;
  const out = soiled(new Uint32Array(rows * wordsFor(hyperplanes.rows) + 4));
  whileResident(kernels.createProjector(hyperplanes, offsets), (projector) =>
    projector.encode(points.data, rows, out),
  );
  return out;
}

/** The projections of the first `rows` points, and four values behind them that must stay 77. */
export function projectInto(kernels: Kernels, input: ProjectionInput, rows: number): Float32Array {
  const { points, hyperplanes, offsets } = input;
  const out = soiled(new Float32Array(rows * hyperplanes.rows + 4));
  whileResident(kernels.createProjector(hyperplanes, offsets), (projector) =>
    projector.project(points.data, rows, out),
  );
  return out;
}

export function* projectionCases(): Generator<ParityCase> {
  for (const input of projectionInputs()) {
    yield projectionCase(`encode points that are ${input.kind}`, input, encodeInto);
    yield projectionCase(`project points that are ${input.kind}`, input, projectInto);
  }
  for (const input of batchedProjectionInputs()) {
    yield projectionCase('encode more points than a batch', input, encodeInto);
    yield projectionCase('project more points than a batch', input, projectInto);
  }
}

function projectionCase(
  family: string,
  input: ProjectionInput,
  into: typeof encodeInto | typeof projectInto,
): ParityCase {
  const { hyperplanes, rowCounts } = input;
  return {
    family,
    name: `${hyperplanes.cols} dimensions, ${hyperplanes.rows} bits`,
    run: (kernels) => bytesOf(...rowCounts.map((rows) => into(kernels, input, rows))),
  };
}
