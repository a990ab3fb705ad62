import { wordsFor } from '../../../src/core/hash-codes.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import type { Kernels, Preparation } from '../../../src/kernels/api.ts';
import { featureKernels } from '../../../src/kernels/features/kernels.ts';
import { rowsPerBatch } from '../../../src/kernels/runtime/batches.ts';
import { embed, KINDS, operands } from '../../support/inputs.ts';
import { bytesOf, type ParityCase, soiled, whileResident } from '../../support/parity-case.ts';
import { edgeRows } from './edge-rows.ts';

const ROWS = [0, 1, 5, 66];
const DIMENSIONS = [1, 3, 4, 5, 8, 9, 31, 100];
const BITS = 9;

export interface PreparationInput {
  readonly kind: string;
  readonly points: Matrix;
  readonly hyperplanes: Matrix;
  readonly preparation: Preparation | null;
}

/** Points of every kind; means that cancel some of them, and none. */
export function* preparationInputs(): Generator<PreparationInput> {
  for (const kind of Object.keys(KINDS)) {
    for (const dimensions of DIMENSIONS) {
      for (const rows of ROWS) yield* variants(kind, rows, dimensions);
    }
  }
  const batch = rowsPerBatch(100 * 4 + 4);
  yield* variants('cancelling', 2 * batch + 3, 100);
  const points = edgeRows();
  const hyperplanes = operands('ordinary', 1, BITS, points.cols).right;
  const preparation = { normalise: true, mean: points.row(0) };
  yield { kind: 'on the edge of rounding', points, hyperplanes, preparation };
}

function* variants(kind: string, rows: number, cols: number): Generator<PreparationInput> {
  const { left: points, right: hyperplanes } = operands(kind, rows, BITS, cols);
  const mean = rows > 0 ? points.row(rows >> 1) : hyperplanes.row(0);
  for (const preparation of [
    { normalise: true, mean },
    { normalise: true, mean: null },
    { normalise: false, mean },
  ]) {
    yield { kind, points, hyperplanes, preparation };
  }
}

/** Codes and projections of prepared points, and whether those were found finite. */
export function preparedResults(kernels: Kernels, input: PreparationInput): Uint8Array {
  const { points, hyperplanes, preparation } = input;
  const words = soiled(new Uint32Array(points.rows * wordsFor(BITS) + 4));
  const values = soiled(new Float32Array(points.rows * BITS + 4));
  const given = embed(points.data, 1);
  const projector = kernels.createProjector(hyperplanes, null, preparation);
  const finite = whileResident(projector, () => [
    projector.encode(given, points.rows, words),
    projector.project(given, points.rows, values),
  ]);
  return bytesOf(words, values, Uint32Array.from(finite, Number));
}

/** Features of prepared points, and whether those were found finite. */
export function preparedFeatures(kernels: Kernels, input: PreparationInput): Uint8Array {
  const { points, hyperplanes: landmarks, preparation } = input;
  const model = { kind: 'rbf', landmarks, width: 3 } as const;
  const out = soiled(new Float32Array(points.rows * BITS + 4));
  const map = featureKernels(kernels).createFeatureMap(model);
  const areFinite = whileResident(map, () =>
    map.map(embed(points.data, 1), points.rows, out, preparation),
  );
  return bytesOf(out, Uint32Array.of(Number(areFinite)));
}

export function* preparationCases(): Generator<ParityCase> {
  for (const input of preparationInputs()) {
    const { points, preparation } = input;
    const steps = [preparation?.normalise && 'normalised', preparation?.mean && 'centred'];
    const how = steps.filter(Boolean).join(' and ');
    const name = `${points.rows} x ${points.cols}`;
    const family = `points that are ${input.kind}, ${how} on their way`;
    yield { family: `project ${family}`, name, run: (k) => preparedResults(k, input) };
    yield { family: `map ${family}`, name, run: (k) => preparedFeatures(k, input) };
  }
}
