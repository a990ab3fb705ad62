import type { DenseLayer, RbfFeatures } from '../../core/feature-map.ts';
import type { Calibration } from './calibrate.ts';
import type { GradedSettings } from './settings.ts';

export type RidgeSettings = Pick<GradedSettings, 'relativeWidth' | 'ridge' | 'landmarks'>;

/** A ridge regression of classes: scores by similarities, and what makes probabilities of them. */
export interface RidgeMember extends DenseLayer, Calibration {
  readonly featureMap: RbfFeatures;
}
