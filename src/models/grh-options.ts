import { InvalidArgumentError } from '../core/errors.ts';
import type { FeatureMapFactory } from '../features/feature-map.ts';
import type { UpdateRule } from '../graph/class-labels.ts';
import type { FeatureLearner, HyperplaneLearner } from '../learners/learner.ts';
import type { Initialiser } from './initialisers/initialiser.ts';
import type { StreamingHasherOptions } from './streaming/streaming-hasher.ts';

/** Settings of graph regularised hashing. */
export interface GraphRegularisedHashingOptions extends StreamingHasherOptions {
  /** Rounds of the two steps, 0 or more; 0 leaves the first hyperplanes. Default 1. */
  readonly iterations?: number | undefined;
  /** Weight of the neighbours' bits, 0..1. Default 1: a class shares one codeword. */
  readonly alpha?: number | undefined;
  /** How bits are blended; see `regulariseByClass`. Default `paper`. */
  readonly rule?: UpdateRule | undefined;
  /** Fits the hyperplanes to the bits. Default: linear SVMs with C = 1. */
  readonly learner?: HyperplaneLearner | FeatureLearner | undefined;
  /** Makes the first bits. Default: random hyperplanes. */
  readonly initialiser?: Initialiser | undefined;
  /**
   * Maps points to the features that learned hyperplanes see, `rbfLandmarks()` for instance; first
   * bits come from the points themselves. Default: none. Features of all training points are held
   * while `fit` runs.
   */
  readonly featureMap?: FeatureMapFactory | undefined;
}

/** Throws where an option says how to fit beside a stream that learns otherwise. */
export function checkStreamAlone(options: GraphRegularisedHashingOptions): void {
  const { iterations, alpha, rule, learner, initialiser, featureMap } = options;
  const ofFit = { iterations, alpha, rule, learner, initialiser, featureMap };
  for (const [name, value] of Object.entries(ofFit)) {
    if (value === undefined) continue;
    throw new InvalidArgumentError(`${name} is for fit, and a hasher with a stream has none`);
  }
}
