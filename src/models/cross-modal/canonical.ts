import { Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';
import type { Kernels } from '../../kernels/api.ts';
import { featureKernels } from '../../kernels/features/kernels.ts';
import { solveBackwards } from '../../learners/ridge/normal-equations.ts';
import { projectOn } from '../initialisers/initialiser.ts';
import { gramMatrix } from '../initialisers/principal-directions.ts';
import { quantisingRotation, rotatedDirections } from '../initialisers/rotation.ts';
import { leadingEigenvectors } from './leading-eigenvectors.ts';
import type { ReadPairs } from './pairs.ts';
import { learnScaling, scaledRows, stacked } from './scaling.ts';
import { type CrossModalSettings, readCrossModalSettings } from './settings.ts';
import { type LearnedSides, sideModel, type VariantContext } from './sides.ts';

/** Up to so many dimensions of the smaller modality products are summed in float64. */
const MOST_FLOAT64 = 256;
/** Rounds of the rotation. */
const ROTATIONS = 50;

/** Directions of both modalities, the most correlated first. */
export interface CanonicalPairs {
  /** components x dimensions; projections have variance 1. */
  readonly first: Matrix;
  readonly second: Matrix;
  /** Of the projections, falling, within 0 and 1. */
  readonly correlations: Float64Array;
}

/**
 * Codes of canonical correlations: directions of texts and of images whose projections correlate most,
 * each times the root of its correlation, and one rotation of both for all bits. There are no more
 * directions than the smaller modality has dimensions; with more bits than that the rotation spreads
 * them over all bits. Labels are not looked at; unlabelled pairs are pairs like any other.
 */
export async function learnCanonical(
  pairs: ReadPairs,
  given: Partial<CrossModalSettings>,
  { kernels, bits, seed, reporter, signal }: VariantContext,
): Promise<LearnedSides> {
  const { textScaling, imageScaling, regularisation } = readCrossModalSettings(given);
  const { unlabelled } = pairs;
  const texts = unlabelled ? stacked(pairs.texts, unlabelled.texts) : pairs.texts;
  const images = unlabelled ? stacked(pairs.images, unlabelled.images) : pairs.images;
  const textScale = learnScaling('texts', texts, textScaling);
  const imageScale = learnScaling('images', images, imageScaling);
  const seenTexts = scaledRows(texts, textScale);
  const seenImages = scaledRows(images, imageScale);
  reporter.tell('canonical correlations', 0);
  const most = Math.min(bits, texts.cols, images.cols);
  const found = await canonicalPairs(kernels, seenTexts, seenImages, most, regularisation, signal);
  const weighted = (directions: Matrix) => {
    const out = new Matrix(directions.data.slice(), directions.rows, directions.cols);
    found.correlations.forEach((correlation, j) => {
      const row = out.row(j);
      for (let k = 0; k < row.length; k++) row[k] *= Math.sqrt(correlation);
    });
    return out;
  };
  const textDirections = weighted(found.first);
  const imageDirections = weighted(found.second);
  const projected = stacked(
    projectOn(kernels, textDirections, seenTexts),
    projectOn(kernels, imageDirections, seenImages),
  );
  const rotation = await quantisingRotation(kernels, projected, bits, ROTATIONS, {
    random: new RandomState(seed),
    labels: null,
    onProgress: reporter.part('rotation', 30, 95),
    signal,
  });
  return {
    texts: sideModel(textScale, null, rotatedDirections(rotation, bits, textDirections), null),
    images: sideModel(imageScale, null, rotatedDirections(rotation, bits, imageDirections), null),
    settings: { textScaling, imageScaling, regularisation },
    facts: { components: found.correlations.length, correlation: found.correlations[0] },
  };
}

/**
 * Canonical correlation analysis of rows of two modalities, both about their mean: with covariances
 * C_11 = L L^T and C_22 = M M^T, each plus `regularisation` times the mean of its diagonal on that
 * diagonal, the singular values of L^-1 C_12 M^-T are the correlations, and its singular vectors, brought
 * back by L^-T and M^-T, the directions. They are found from the eigenvectors of the smaller of its two
 * Gram matrices.
 *
 * Cost: rows x (d + e)^2 / 2 + d^2 e + (d^3 + e^3) / 6 multiply-adds for d and e dimensions, and those of
 * `leadingEigenvectors` for the smaller of them.
 *
 * Source: Hotelling, "Relations Between Two Sets of Variates", Biometrika 1936.
 */
export async function canonicalPairs(
  kernels: Kernels,
  first: Matrix,
  second: Matrix,
  count: number,
  regularisation: number,
  signal?: AbortSignal,
): Promise<CanonicalPairs> {
  if (first.cols > second.cols) {
    const turned = await canonicalPairs(kernels, second, first, count, regularisation, signal);
    return { first: turned.second, second: turned.first, correlations: turned.correlations };
  }
  const d = first.cols;
  const e = second.cols;
  const all = d + e;
  const both = new Matrix(new Float32Array(first.rows * all), first.rows, all);
  for (let i = 0; i < first.rows; i++) {
    both.row(i).set(first.row(i));
    both.row(i).set(second.row(i), d);
  }
  const gram = await gramMatrix(kernels, both, signal);
  const covariance = gram.map((value) => value / Math.max(1, first.rows - 1));
  const { factorise } = featureKernels(kernels);
  // M M^T = C_22, and below it C_12, which becomes C_12 M^-T.
  const upper = block(covariance, all, [...range(d, all), ...range(0, d)], d, e, regularisation);
  factorise(upper, all, e);
  // L L^T = C_11, and below it (C_12 M^-T)^T, which becomes H^T = (L^-1 C_12 M^-T)^T.
  const lower = new Float64Array(all * d);
  lower.set(block(covariance, all, range(0, d), 0, d, regularisation));
  for (let k = 0; k < e; k++) {
    for (let c = 0; c < d; c++) lower[(d + k) * d + c] = upper[(e + c) * e + k];
  }
  factorise(lower, all, d);
  const h = lower.subarray(d * d);
  const components = Math.min(count, d);
  const products = await gramOfRows(kernels, h, e, d, signal);
  const { values, vectors } = await leadingEigenvectors(products, d, components, signal);
  const one = new Matrix(new Float32Array(components * d), components, d);
  const other = new Matrix(new Float32Array(components * e), components, e);
  const correlations = new Float64Array(components);
  for (let j = 0; j < components; j++) {
    const u = vectors.slice(j * d, (j + 1) * d);
    const correlation = Math.sqrt(Math.min(1, Math.max(0, values[j])));
    correlations[j] = correlation;
    const v = new Float64Array(e);
    for (let k = 0; k < e; k++) {
      for (let c = 0; c < d; c++) v[k] += h[k * d + c] * u[c];
      v[k] = correlation > 0 ? v[k] / correlation : 0;
    }
    solveBackwards(lower, d, u);
    solveBackwards(upper, e, v);
    one.row(j).set(u);
    other.row(j).set(v);
  }
  return { first: one, second: other, correlations };
}

function range(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, i) => first + i);
}

/** The named rows of a square matrix and `size` of its columns from `first`, the upper diagonal raised. */
function block(
  matrix: Float64Array,
  all: number,
  rows: readonly number[],
  first: number,
  size: number,
  regularisation: number,
): Float64Array {
  const out = new Float64Array(rows.length * size);
  rows.forEach((row, i) => {
    out.set(matrix.subarray(row * all + first, row * all + first + size), i * size);
  });
  let trace = 0;
  for (let k = 0; k < size; k++) trace += out[k * size + k];
  // Where all rows are alike there is no covariance, and any ridge will do.
  const ridge = (regularisation * trace) / size || 1;
  for (let k = 0; k < size; k++) out[k * size + k] += ridge;
  return out;
}

/** X^T X of rows x size values, size x size: in float64, or in float32 by the kernel where there are many. */
async function gramOfRows(
  kernels: Kernels,
  x: Float64Array,
  rows: number,
  size: number,
  signal?: AbortSignal,
): Promise<Float64Array> {
  if (size > MOST_FLOAT64) {
    return gramMatrix(kernels, new Matrix(Float32Array.from(x), rows, size), signal);
  }
  const out = new Float64Array(size * size);
  for (let k = 0; k < rows; k++) {
    for (let a = 0; a < size; a++) {
      const value = x[k * size + a];
      for (let b = 0; b < size; b++) out[a * size + b] += value * x[k * size + b];
    }
  }
  return out;
}
