import { Matrix } from '../../core/matrix.ts';
import type { Graph } from '../../graph/graph.ts';
import { spreadScores } from '../../graph/label-spreading.ts';
import type { Kernels } from '../../kernels/api.ts';
import { BATCH, eachFeatureBatch, type LandmarkBasis } from './landmark-basis.ts';
import { solveInPlace, transposed, type WorkOptions } from './linear-systems.ts';
import type { Teachers } from './teacher.ts';

/** What the student is taught. */
export interface StudentSettings {
  /** Power to which the teacher's scores are raised before they are divided by their sum. */
  readonly sharpening: number;
  /** Share that the scores take over from the neighbours in the graph, each round; 0 without one. */
  readonly spreading: number;
}

/** The points, of which some are labelled. */
export interface StudentProblem {
  /** rows x dimensions. */
  readonly points: Matrix;
  /** Where the labelled points are in `points`. */
  readonly labelledRows: Uint32Array;
  /** The class of each labelled point, 0, 1, ... */
  readonly classOf: Uint32Array;
  /** As the teachers': row i of the labelled points was not seen by teacher foldOf[i]. */
  readonly foldOf: Uint8Array;
  readonly graph: Graph | null;
}

/** The teachers' scores of all points: rows x (folds + 1) classes. */
export async function teacherScores(
  kernels: Kernels,
  teachers: Teachers,
  points: Matrix,
  options: WorkOptions = {},
): Promise<Matrix> {
  const { weights, shares, featureMap } = teachers;
  const columns = weights.rows;
  const scores = new Float32Array(points.rows * columns);
  const projector = kernels.createProjector(weights);
  try {
    const score = (features: Matrix, first: number) => {
      const part = scores.subarray(first * columns, (first + features.rows) * columns);
      projector.project(features.data, features.rows, part);
    };
    await eachFeatureBatch(kernels, featureMap, points, score, options);
  } finally {
    projector.dispose();
  }
  for (let at = 0; at < scores.length; at++) scores[at] += shares[at % shares.length];
  return new Matrix(scores, points.rows, columns);
}

/**
 * What students learn, for each setting: rows x (folds + 1) classes. Scores are spread over the
 * graph, sharpened, and of points whose label the teacher has seen replaced by it.
 */
export function studentTargets(
  problem: StudentProblem,
  scores: Matrix,
  classes: number,
  settings: readonly StudentSettings[],
): Matrix[] {
  const known = withLabels(problem, scores, classes);
  const spread = new Map<number, Matrix>();
  return settings.map(({ sharpening, spreading }) => {
    let smooth = spread.get(spreading);
    if (!smooth) {
      smooth =
        problem.graph && spreading > 0
          ? spreadScores(problem.graph, known, { alpha: spreading })
          : known;
      spread.set(spreading, smooth);
    }
    return withLabels(problem, sharpened(smooth, classes, sharpening), classes);
  });
}

/** A copy in which labelled rows have their label's one-hot scores, but for the fold left out. */
function withLabels(
  { labelledRows, classOf, foldOf }: StudentProblem,
  scores: Matrix,
  classes: number,
): Matrix {
  const out = new Matrix(scores.data.slice(), scores.rows, scores.cols);
  labelledRows.forEach((row, i) => {
    const own = out.row(row);
    for (let at = 0; at < own.length; at++) {
      if (Math.floor(at / classes) === foldOf[i]) continue;
      own[at] = at % classes === classOf[i] ? 1 : 0;
    }
  });
  return out;
}

/** max(0, s)^power over its sum, class by class for each teacher; equal shares where all are 0. */
function sharpened({ data, rows, cols }: Matrix, classes: number, power: number): Matrix {
  const out = new Float32Array(data.length);
  const raised = new Float64Array(classes);
  for (let from = 0; from < data.length; from += classes) {
    let largest = 0;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, data[from + c]);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      // Over the largest, so that no power overflows; whole powers by products, alike everywhere.
      const share = largest > 0 ? Math.max(0, data[from + c]) / largest : 1;
      let value = 1;
      for (let i = 0; i < power; i++) value *= share;
      raised[c] = value;
      sum += value;
    }
    for (let c = 0; c < classes; c++) out[from + c] = raised[c] / sum;
  }
  return new Matrix(out, rows, cols);
}

/**
 * Ridge regression of each column of `targets` on the landmark features of all points.
 *
 * Cost: rows x landmarks x (dimensions + columns) + landmarks^2 x columns multiply-adds.
 *
 * @returns for each of the targets, columns x landmarks.
 */
export async function solveStudents(
  kernels: Kernels,
  basis: LandmarkBasis,
  points: Matrix,
  targets: readonly Matrix[],
  options: WorkOptions = {},
): Promise<Matrix[]> {
  const { featureMap, factor } = basis;
  const { size } = factor;
  const columns = targets.reduce((sum, { cols }) => sum + cols, 0);
  const products = new Float64Array(size * columns);
  const turned = new Float32Array(BATCH * size);
  const block = new Float32Array(size * columns);
  const add = (features: Matrix, first: number) =>
    addProducts(kernels, features, sideBySide(targets, first, features.rows), {
      turned,
      block,
      products,
    });
  await eachFeatureBatch(kernels, featureMap, points, add, options);
  solveInPlace(factor, products, columns);
  const all = transposed(products, size, columns);
  let from = 0;
  return targets.map(({ cols }) => {
    const part = all.slice(from, from + cols);
    from += cols;
    return part;
  });
}

/** Rows of all targets, transposed: columns x rows. */
function sideBySide(targets: readonly Matrix[], first: number, rows: number): Matrix {
  const columns = targets.reduce((sum, { cols }) => sum + cols, 0);
  const data = new Float32Array(columns * rows);
  let base = 0;
  for (const { data: from, cols } of targets) {
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < cols; c++) data[(base + c) * rows + i] = from[(first + i) * cols + c];
    }
    base += cols;
  }
  return new Matrix(data, columns, rows);
}

/**
 * products += features^T targets: in float32 within the batch, in order of rows, then in float64.
 * The kernel of projections does it: features turned are the points, targets the hyperplanes.
 */
function addProducts(
  kernels: Kernels,
  features: Matrix,
  targets: Matrix,
  memory: { turned: Float32Array; block: Float32Array; products: Float64Array },
): void {
  const { turned, block, products } = memory;
  const { rows, cols, data } = features;
  for (let i = 0, from = 0; i < rows; i++) {
    for (let k = 0; k < cols; k++) turned[k * rows + i] = data[from++];
  }
  const projector = kernels.createProjector(targets);
  try {
    projector.project(turned.subarray(0, rows * cols), cols, block);
  } finally {
    projector.dispose();
  }
  for (let at = 0; at < block.length; at++) products[at] += block[at];
}
