import { InvalidArgumentError } from '../../core/errors.ts';
import { featureDimensions } from '../../core/feature-map.ts';
import { asMatrix, checkFinite, type Matrix, type MatrixLike } from '../../core/matrix.ts';
import { featuresOf } from '../../features/map-features.ts';
import type { UpdateRule } from '../../graph/class-labels.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { FeatureLearner, FittedFeatures } from '../../learners/learner.ts';
import { normaliseRows, subtractMean } from '../../preparation/preprocess.ts';
import { type FitOptions, ProgressReporter } from '../fit-options.ts';
import { bitSigns } from '../signs.ts';
import { regularise, similarityOf } from '../similarity.ts';
import { codeChanges } from '../streaming/code-changes.ts';
import type { CodeChanges } from '../streaming/stream.ts';
import { readSupervision, type Supervision } from '../supervision.ts';

/** A hasher that was fitted by a learner of features. */
export interface LearnedFurther {
  readonly kernels: Kernels;
  readonly bits: number;
  readonly alpha: number;
  readonly rule: UpdateRule;
  readonly normalise: boolean;
  readonly mean: Float32Array | null;
  readonly initial: FittedFeatures;
}

/** What has become of it. */
export interface Further {
  readonly fitted: FittedFeatures;
  readonly changes: CodeChanges;
  /** Points learned from. */
  readonly rows: number;
  /** Their classes, or null where a graph told how they are alike. */
  readonly labels: Int32Array | null;
}

/**
 * One more iteration of graph regularised hashing, on new points: the bits that they have are smoothed
 * over their graph, and the learner goes on from what it fitted before to what they have become. Points of
 * a class that was learned have its codeword, most of them, and so keep it; a new class gets that of most
 * of its own points.
 */
export async function learnFurther(
  learner: FeatureLearner,
  { kernels, initial, normalise, mean, ...step }: LearnedFurther,
  given: MatrixLike,
  supervision: Supervision,
  { onProgress, signal }: FitOptions,
): Promise<Further> {
  const all = asMatrix('points', given);
  const known = readSupervision(all, supervision);
  const { rows, similarity } = similarityOf(all, known);
  const chosen = rows ? all.selectRows(rows) : all;
  const { bits } = step;
  const points = prepared(kernels, chosen, featureDimensions(initial.featureMap), normalise, mean);
  const before = signsOf(kernels, learner, initial, points);
  const smoothed = regularise(kernels, { signs: before, initial: before, ...step }, similarity);
  const reporter = new ProgressReporter(onProgress, bits);
  const fitted = await learner.fit(kernels, points, smoothed, bits, {
    onProgress: reporter.part('further points', 0, bits),
    signal,
    initial,
  });
  signal?.throwIfAborted();
  reporter.tell('further points', bits);
  const after = signsOf(kernels, learner, fitted, points);
  const changes = codeChanges(before, after, new Float64Array(points.rows).fill(1));
  const labels = similarity instanceof Int32Array ? similarity : null;
  return { fitted, changes, rows: points.rows, labels };
}

/** Points as those that were learned from before. */
function prepared(
  kernels: Kernels,
  points: Matrix,
  dimensions: number,
  normalise: boolean,
  mean: Float32Array | null,
): Matrix {
  if (points.rows === 0) throw new InvalidArgumentError('points must have at least one row');
  checkFinite('points', points);
  if (points.cols !== dimensions) {
    throw new InvalidArgumentError(
      `points have ${points.cols} dimensions where the hasher was fitted to ${dimensions}`,
    );
  }
  const normalised = normalise ? normaliseRows(kernels, points) : points;
  return mean ? subtractMean(kernels, normalised, mean) : normalised;
}

function signsOf(
  kernels: Kernels,
  learner: FeatureLearner,
  { featureMap, hyperplanes, offsets }: FittedFeatures,
  points: Matrix,
): Int8Array {
  const map = learner.start(kernels, featureMap);
  try {
    return bitSigns(kernels, hyperplanes, featuresOf(map, points), offsets);
  } finally {
    map.dispose();
  }
}
