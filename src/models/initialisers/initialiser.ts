import { checkKernels, checkMethod, checkWhole, refuse } from '../../core/checks.ts';
import type { FeatureMapModel } from '../../core/feature-map.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import { checkFinite, checkMatrix, Matrix } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import type { RandomState } from '../../core/random/random-state.ts';
import type { StartFeatureMap } from '../../features/feature-map.ts';
import { featuresOf } from '../../features/map-features.ts';
import type { Kernels } from '../../kernels/api.ts';
import { putFeatureMap } from '../feature-map-file.ts';
import type { LoadedFeatureMap } from '../hyperplane-hasher.ts';
import { bitSigns } from '../signs.ts';

/** What an initialiser has at hand beside the points. */
export interface InitialiserContext {
  /** Draws from it move on the generator of the hasher's seed. */
  readonly random: RandomState;
  /** One class a row; null where the points have none. */
  readonly labels: Int32Array | null;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal;
}

/** First hyperplanes, as a hasher uses them. */
export interface InitialModel {
  /** What they see in place of prepared points, or null. */
  readonly featureMap: FeatureMapModel | null;
  /** Starts the feature map, where there is one. */
  readonly start?: StartFeatureMap;
  /** bits x dimensions, or bits x features. */
  readonly hyperplanes: Matrix;
  /** One a bit, or null. */
  readonly offsets: Float32Array | null;
}

/**
 * Makes first bits for points: those that graph regularised hashing refines, or, in
 * InitialisedHashing, those of a hasher as they are.
 */
export interface Initialiser {
  /** Short and stable, for reports and saved models. */
  readonly name: string;
  /** All settings, as plain values. */
  readonly settings: Readonly<Record<string, string | number | boolean | null>>;
  /** Whether it learns from labels and can't do without. Default false. */
  readonly needsLabels?: boolean;
  /**
   * @param points - rows x dimensions, prepared by the hasher: normalised and centred.
   * @throws InvalidArgumentError if labels are missing that it needs, or a size is out of range.
   */
  fit(
    kernels: Kernels,
    points: Matrix,
    bits: number,
    context: InitialiserContext,
  ): Promise<InitialModel>;
}

/** Throws unless an initialiser's `fit` can begin. */
export function checkInitialising(
  kernels: Kernels,
  points: Matrix,
  bits: number,
  context: InitialiserContext,
): void {
  checkKernels(kernels);
  checkMatrix('points', points);
  checkFinite('points', points);
  checkWhole('bits', bits, 1, MAX_BITS);
  const names = { random: 1, labels: 1, onProgress: 1, signal: 1 } as const;
  checkOptions("an initialiser's fit", context, names);
  const { random, labels } = context;
  checkMethod('random', random, 'randn', 'a RandomState');
  if (labels === null || labels instanceof Int32Array) return;
  refuse('labels', 'an Int32Array or null', labels);
}

/** The feature map of first hyperplanes, started; null where there is none. */
export function startedMap(
  kernels: Kernels,
  { featureMap, start }: InitialModel,
): LoadedFeatureMap | null {
  if (!featureMap || !start) return null;
  return { model: featureMap, map: start(kernels, featureMap), put: putFeatureMap };
}

/** Bits of prepared points as signs, rows x bits, -1 or +1. */
export function initialSigns(kernels: Kernels, model: InitialModel, points: Matrix): Int8Array {
  const started = startedMap(kernels, model);
  try {
    const seen = started ? featuresOf(started.map, points) : points;
    return bitSigns(kernels, model.hyperplanes, seen, model.offsets);
  } finally {
    started?.map.dispose();
  }
}

/** Projections of points on the rows of `directions`, rows x directions. */
export function projectOn(kernels: Kernels, directions: Matrix, points: Matrix): Matrix {
  const projector = kernels.createProjector(directions);
  try {
    const out = new Float32Array(points.rows * directions.rows);
    projector.project(points.data, points.rows, out);
    return new Matrix(out, points.rows, directions.rows);
  } finally {
    projector.dispose();
  }
}
