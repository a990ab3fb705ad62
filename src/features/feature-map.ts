import type { FeatureMapModel } from '../core/feature-map.ts';
import type { Matrix } from '../core/matrix.ts';
import type { Kernels } from '../kernels/api.ts';
import type { FeatureMap } from '../kernels/features/api.ts';

/**
 * Starts the kernel of a feature map. Those who make maps hand it on, so that applications without
 * any don't carry the kernels.
 */
export type StartFeatureMap = (kernels: Kernels, model: FeatureMapModel) => FeatureMap;

/** Makes feature maps for points: what a model's `featureMap` option takes. */
export interface FeatureMapFactory {
  /** Short and stable, for reports and saved models. */
  readonly name: string;
  /** All settings, as plain values. */
  readonly settings: Readonly<Record<string, string | number | boolean | null>>;
  /**
   * @param kernels - the backend that does the work; the result does not depend on which.
   * @param points - rows x dimensions, as the map will get them: normalised, centred.
   * @throws InvalidArgumentError if there are no points or they don't suit the settings.
   */
  fit(kernels: Kernels, points: Matrix): FeatureMapModel;
  /** Starts what `fit` made. */
  readonly start: StartFeatureMap;
}
