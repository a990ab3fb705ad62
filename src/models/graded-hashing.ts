import { checkObject } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import {
  checkExponent,
  checkFeatureMap,
  featureCount,
  featureDimensions,
  type ProbabilityExponent,
} from '../core/feature-map.ts';
import { asVector, type VectorLike } from '../core/given.ts';
import { asMatrix, Matrix, type MatrixLike } from '../core/matrix.ts';
import type { OptionNames } from '../core/options.ts';
import { startFeatureMap } from '../features/start-feature-map.ts';
import { type CodewordKind, classCodewords } from './codewords.ts';
import { checkFitOptions, type FitOptions, type FittableHasher } from './fit-options.ts';
import { largest } from './graded/calibrate.ts';
import { codewordHyperplanes } from './graded/codeword-hyperplanes.ts';
import { type GradedSettings, readGradedSettings } from './graded/settings.ts';
import { type GradedClassifier, trainGraded } from './graded/train.ts';
import type { HasherDescription } from './hasher-description.ts';
import { HyperplaneHasher, type HyperplaneHasherOptions } from './hyperplane-hasher.ts';
import { loadFeatureMap } from './load-feature-map.ts';
import { labelledPart, readSupervision, type Supervision } from './supervision.ts';

/** Settings of graded hashing. */
export interface GradedHashingOptions extends HyperplaneHasherOptions {
  /** Of the classifier; those that are not given have defaults by the number of points. */
  readonly settings?: Partial<GradedSettings> | undefined;
  /** How the classes' codewords are made, by `seed`. Default `separated`. */
  readonly codewords?: CodewordKind | undefined;
  /** Bits after which codewords repeat themselves. Default: never. */
  readonly distinct?: number | undefined;
  /**
   * What probabilities are raised to. 0.5, the default, ranks best. With 1 a bit follows the likeliest
   * classes: more points share a bucket, and a query's own bucket holds more of its neighbours.
   */
  readonly exponent?: ProbabilityExponent | undefined;
}

/**
 * Graded codes: bit j of a point is the sign of sum_c sqrt(P_c) w_cj, P_c the probability that it belongs to
 * class c and w_c the codeword of that class. A point of which the classifier is sure gets its
 * class's codeword; one between two classes, bits of both, the more of the likelier one. The square root
 * makes a difference of what is less likely: products of such features are Bhattacharyya's coefficient of
 * two points' probabilities, which the codes' Hamming distance follows.
 *
 * The probabilities are those of `trainGraded`. One classifier serves codes of every length: `adopt`.
 */
export class GradedHashing extends HyperplaneHasher implements FittableHasher {
  readonly settings: Partial<GradedSettings>;
  readonly codewords: CodewordKind;
  readonly distinct: number | undefined;
  readonly exponent: ProbabilityExponent;
  #classifier: GradedClassifier | null = null;

  constructor(options: GradedHashingOptions) {
    super(options);
    this.settings = options.settings ?? {};
    this.codewords = options.codewords ?? 'separated';
    this.distinct = options.distinct;
    this.exponent = options.exponent ?? 0.5;
    checkExponent(this.exponent);
    // What is wrong is told before a classifier is trained.
    const { seed, codewords: kind, distinct } = this;
    classCodewords(2, 1, { kind, seed, distinct });
    readGradedSettings(this.settings, 1, 1);
  }

  /** @internal */
  protected override optionNames(): OptionNames<GradedHashingOptions> {
    return { ...super.optionNames(), settings: 1, codewords: 1, distinct: 1, exponent: 1 };
  }

  /** The classifier behind the bits. @throws InvalidArgumentError before `fit`. */
  get classifier(): GradedClassifier {
    if (this.#classifier) return this.#classifier;
    throw new InvalidArgumentError('call fit(points, { labelledRows, labels }) first');
  }

  get description(): HasherDescription {
    const { seed, normalise, centre, codewords, exponent } = this;
    const { settings, classes } = this.classifier;
    return {
      method: 'graded',
      settings: { seed, normalise, centre, codewords, exponent },
      training: { classes: classes.length, ...settings },
    };
  }

  /**
   * Learns from all points and the labels of some, or of all. Progress is in per cent.
   *
   * @param given - points, rows x dimensions, labelled or not: a matrix, or an array of rows.
   * @param supervision - one label a row, or `{ labelledRows, labels }`, of at least two classes.
   * @throws InvalidArgumentError if sizes differ, values are not finite or there is one class only.
   */
  async fit(
    given: MatrixLike,
    supervision: Supervision | null,
    options: FitOptions = {},
  ): Promise<this> {
    checkFitOptions(options);
    const points = asMatrix('points', given);
    const known = readSupervision(points, supervision);
    const { labelledRows, labels } = labelledPart('graded hashing', points, known);
    const { prepared, mean } = this.learnPreparation(points);
    const classifier = await trainGraded(this.kernels, {
      points: prepared,
      labelledRows: labelledRows ?? Uint32Array.from(labels, (_, row) => row),
      labels,
      settings: this.settings,
      seed: this.seed,
      onProgress: options.onProgress,
      signal: options.signal,
    });
    return this.adopt(classifier, mean);
  }

  /**
   * Takes over a classifier that was trained on prepared points.
   *
   * @param mean - what was subtracted from the points, or null.
   */
  adopt(classifier: GradedClassifier, mean: VectorLike | null): this {
    checkClassifier(classifier);
    const { featureMap, classes } = classifier;
    const subtracted = mean && asVector('mean', mean);
    const dimensions = featureDimensions(featureMap);
    if (subtracted && subtracted.length !== dimensions) {
      throw new InvalidArgumentError(
        `mean must have ${dimensions} values, not ${subtracted.length}`,
      );
    }
    const { kernels, bits, seed, codewords: kind, distinct = bits } = this;
    const hyperplanes = codewordHyperplanes(classes.length, bits, { kind, seed, distinct });
    const own = { ...featureMap, exponent: this.exponent };
    this.setFitted(hyperplanes, subtracted, null, loadFeatureMap(kernels, own));
    this.#classifier = classifier;
    return this;
  }

  /**
   * The likeliest class of each of rows x dimensions points, by its label; of equal ones the first.
   *
   * @throws InvalidArgumentError before `fit`, and if points have other dimensions.
   */
  predict(given: MatrixLike): Int32Array {
    const { classes, featureMap } = this.classifier;
    const points = asMatrix('points', given);
    if (points.cols !== this.dimensions) {
      throw new InvalidArgumentError(
        `points have ${points.cols} dimensions where the hasher was fitted to ${this.dimensions}`,
      );
    }
    const map = startFeatureMap(this.kernels, featureMap);
    try {
      const found = new Float32Array(points.rows * classes.length);
      map.map(points.data, points.rows, found, { normalise: this.normalise, mean: this.mean });
      const rows = new Matrix(found, points.rows, classes.length);
      return Int32Array.from({ length: points.rows }, (_, i) => classes[largest(rows.row(i))]);
    } finally {
      map.dispose();
    }
  }
}

function checkClassifier(classifier: GradedClassifier): void {
  checkObject('classifier', classifier);
  const { featureMap, classes } = classifier;
  checkFeatureMap(featureMap);
  if (
    featureMap.kind !== 'probabilities' ||
    !Array.isArray(classes) ||
    featureCount(featureMap) !== classes.length
  ) {
    throw new InvalidArgumentError('classifier must be what trainGraded gives');
  }
}
