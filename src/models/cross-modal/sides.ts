import type { HyperplaneModel } from '../../core/executor.ts';
import type {
  FeatureMapModel,
  ProbabilityFeatures,
  ScaledFeatures,
} from '../../core/feature-map.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { ProgressReporter } from '../fit-options.ts';
import type { LearnedScaling } from './scaling.ts';
import type { CrossModalSettings } from './settings.ts';

/** What learning a variant may use. */
export interface VariantContext {
  readonly kernels: Kernels;
  readonly bits: number;
  readonly seed: number;
  readonly reporter: ProgressReporter;
  readonly signal: AbortSignal | undefined;
}

/** What a variant learned: a hasher of each modality, and what is told of it. */
export interface LearnedSides {
  readonly texts: HyperplaneModel;
  readonly images: HyperplaneModel;
  /** Settings as they were used. */
  readonly settings: Partial<CrossModalSettings>;
  /** Further facts, for the description. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** A hasher of raw rows: scaled, mapped, projected. */
export function sideModel(
  scaling: LearnedScaling,
  features: ScaledFeatures['features'],
  hyperplanes: Matrix,
  offsets: Float32Array | null,
): HyperplaneModel {
  const featureMap: FeatureMapModel = { kind: 'scaled', ...scaling, features };
  return { bits: hyperplanes.rows, featureMap, hyperplanes, offsets, mean: null, normalise: false };
}

/** Features of a classifier: square roots of the softmax of scaled scores. */
export function rootsOfProbabilities(
  member: Omit<ProbabilityFeatures['members'][number], 'link' | 'share'>,
): ProbabilityFeatures {
  const { featureMap, weights, offsets, scale } = member;
  const own = { featureMap, weights, offsets, scale, link: 'softmax', share: 1 } as const;
  return { kind: 'probabilities', members: [own] };
}
