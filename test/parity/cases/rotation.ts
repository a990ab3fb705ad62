import { wordsFor } from '../../../src/core/hash-codes.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import { drawRotation } from '../../../src/core/rotation.ts';
import type { Kernels, Preparation } from '../../../src/kernels/api.ts';
import { rotationKernels } from '../../../src/kernels/rotation/kernels.ts';
import { rowsPerBatch } from '../../../src/kernels/runtime/batches.ts';
import { KINDS, operands } from '../../support/inputs.ts';
import { bytesOf, type ParityCase, soiled, whileResident } from '../../support/parity-case.ts';

// Every size of a transform, and dimensions on both sides of it; outputs that end within a run of 32,
// a part of a pass, a third or a rotation.
const SIZES: readonly (readonly [dimensions: number, outputs: readonly number[]])[] = [
  [1, [1, 65]],
  [2, [31, 64]],
  [3, [32, 130]],
  [5, [33]],
  [7, [63]],
  [48, [64, 257]],
  [64, [1, 64, 65]],
  [65, [31]],
  [96, [17, 33, 96, 100, 193]],
  [100, [100, 128]],
  [128, [32, 65, 129]],
  [192, [1, 64, 65, 97, 129, 192]],
  [255, [40, 96, 200, 300]],
  [384, [100, 128, 129, 300]],
];
/** Fewer kinds of points: a transform of each further shape. */
const LARGE_SIZES: typeof SIZES = [
  [512, [1, 33, 100, 128, 256, 320, 512, 600]],
  [768, [33, 200, 256, 500, 768]],
  [1000, [1000]],
  [1024, [32, 129, 500, 1024, 1030]],
  [1536, [100, 600, 1536]],
  [2048, [100, 1000]],
  [3072, [1025, 4096]],
  [4096, [33, 1500, 4096]],
  [4097, [64, 2100]],
];
const LARGE_KINDS = ['ordinary', 'cancelling', 'of signed zeros and subnormals', 'overflowing'];
const ROWS = [0, 1, 5];

export interface RotationInput {
  readonly kind: string;
  readonly points: Matrix;
  readonly outputs: number;
  readonly preparation: Preparation | null;
}

/** Points of every kind and rotations of every shape. */
export function* rotationInputs(): Generator<RotationInput> {
  for (const kind of Object.keys(KINDS)) {
    for (const [dimensions, outputs] of SIZES) {
      for (const rows of ROWS) yield* variants(kind, rows, dimensions, outputs);
    }
  }
  for (const kind of LARGE_KINDS) {
    for (const [dimensions, outputs] of LARGE_SIZES) yield* variants(kind, 3, dimensions, outputs);
  }
  const batch = rowsPerBatch(100 * 4 + 2 * 4);
  yield* variants('cancelling', 2 * batch + 3, 100, [40]);
}

function* variants(
  kind: string,
  rows: number,
  dimensions: number,
  outputCounts: readonly number[],
): Generator<RotationInput> {
  const { left: points, right } = operands(kind, rows, 1, dimensions);
  const mean = rows > 0 ? points.row(rows >> 1) : right.row(0);
  for (const outputs of outputCounts) {
    for (const preparation of [
      null,
      { normalise: true, mean },
      { normalise: true, mean: null },
      { normalise: false, mean },
    ]) {
      yield { kind, points, outputs, preparation };
    }
  }
}

/** Codes and projections, and whether points were found finite. */
export function rotatedResults(kernels: Kernels, input: RotationInput): Uint8Array {
  const { points, outputs, preparation } = input;
  const words = soiled(new Uint32Array(points.rows * wordsFor(outputs) + 4));
  const values = soiled(new Float32Array(points.rows * outputs + 4));
  const model = drawRotation(new RandomState(7), points.cols, outputs);
  const rotation = rotationKernels(kernels).createRotation(model, preparation);
  const finite = whileResident(rotation, () => [
    rotation.encode(points.data, points.rows, words),
    rotation.project(points.data, points.rows, values),
  ]);
  return bytesOf(words, values, Uint32Array.from(finite, Number));
}

export function* rotationCases(): Generator<ParityCase> {
  for (const input of rotationInputs()) {
    const { points, outputs, preparation } = input;
    const steps = [preparation?.normalise && 'normalised', preparation?.mean && 'centred'];
    const how = steps.filter(Boolean).join(' and ') || 'as they are';
    yield {
      family: `rotate points that are ${input.kind}`,
      name: `${points.rows} x ${points.cols}, ${outputs} outputs, ${how}`,
      run: (kernels) => rotatedResults(kernels, input),
    };
  }
}
