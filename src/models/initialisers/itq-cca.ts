import { checkPositive, checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { Matrix } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import type { Kernels } from '../../kernels/api.ts';
import { canonicalDirections, type Directions } from './canonical-directions.ts';
import { dotProducts } from './dot-products.ts';
import { checkInitialising, type Initialiser, projectOn } from './initialiser.ts';
import { centred, gramMatrix } from './principal-directions.ts';
import { quantisingRotation, rotatedDirections } from './rotation.ts';

/** Settings of `itqCcaInitialiser`. */
export interface ItqCcaOptions {
  /** Rounds of the rotation. Default 50. */
  readonly iterations?: number | undefined;
  /** What is added to the diagonals of the covariances. Default 1e-4, as in the authors' code. */
  readonly regularisation?: number | undefined;
}

/**
 * Supervised iterative quantisation: directions that correlate with the classes (canonical
 * correlation analysis; see `canonicalDirections`), each times its correlation, rotated as in
 * `itqInitialiser`. There are no more such directions than classes. More bits than that are not more
 * directions, but more hyperplanes through the same ones: the missing components are 0, as in the
 * authors' code, where they are multiplied by correlations of 0, and the rotation spreads those
 * there are over all bits.
 *
 * Cost: rows x dimensions^2 / 2 + dimensions^3 / 6 + iterations x rows x 3 bits^2 multiply-adds.
 *
 * Source: Gong, Lazebnik, Gordo and Perronnin, "Iterative Quantization", TPAMI 2013, section 4.
 *
 * @throws InvalidArgumentError if a setting is out of range.
 */
export function itqCcaInitialiser(options: ItqCcaOptions = {}): Initialiser {
  checkOptions('itqCcaInitialiser', options, { iterations: 1, regularisation: 1 });
  const { iterations = 50, regularisation = 1e-4 } = options;
  checkWhole('iterations', iterations, 0, 10_000);
  checkPositive('regularisation', regularisation);
  return {
    name: 'itq-cca',
    settings: { iterations, regularisation },
    needsLabels: true,
    async fit(kernels, points, bits, context) {
      checkInitialising(kernels, points, bits, context);
      const indicators = classIndicators(points.rows, context.labels);
      const { points: about, mean } = centred(kernels, points);
      const gram = await covariances(kernels, about, indicators, context.signal);
      const directions = await canonicalDirections(
        kernels,
        gram,
        points.cols,
        bits,
        regularisation,
      );
      const projected = projectOn(kernels, float32(directions), about);
      const rotation = await quantisingRotation(kernels, projected, bits, iterations, context);
      const hyperplanes = rotatedDirections(rotation, bits, directions);
      const offsets = dotProducts(hyperplanes, mean).map((value) => -value);
      return { hyperplanes, offsets, featureMap: null };
    },
  };
}

/** rows x classes of 0 and 1. */
function classIndicators(rows: number, labels: Int32Array | null): Matrix {
  if (labels?.length !== rows) {
    throw new InvalidArgumentError('itq-cca learns from labels: give one class a row');
  }
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  if (classes.length < 2) {
    throw new InvalidArgumentError('itq-cca needs labels of at least two classes');
  }
  const out = new Matrix(new Float32Array(rows * classes.length), rows, classes.length);
  const numbers = new Map(classes.map((label, c) => [label, c]));
  labels.forEach((label, i) => {
    out.row(i)[numbers.get(label) ?? 0] = 1;
  });
  return out;
}

/** Covariances of points and indicators side by side. */
async function covariances(
  kernels: Kernels,
  points: Matrix,
  indicators: Matrix,
  signal?: AbortSignal,
): Promise<{ data: Float64Array; size: number }> {
  const { rows } = points;
  const { points: targets } = centred(kernels, indicators);
  const size = points.cols + targets.cols;
  const both = new Matrix(new Float32Array(rows * size), rows, size);
  for (let i = 0; i < rows; i++) {
    both.row(i).set(points.row(i));
    both.row(i).set(targets.row(i), points.cols);
  }
  const data = await gramMatrix(kernels, both, signal);
  return { data: data.map((value) => value / Math.max(1, rows - 1)), size };
}

function float32({ data, rows, cols }: Directions): Matrix {
  return new Matrix(Float32Array.from(data), rows, cols);
}
