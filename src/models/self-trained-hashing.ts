import { checkObject } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { checkFeatureMap, featureWeights } from '../core/feature-map.ts';
import { asVector, type VectorLike } from '../core/given.ts';
import { asMatrix, Matrix, type MatrixLike } from '../core/matrix.ts';
import type { OptionNames } from '../core/options.ts';
import { type CodewordKind, classCodewords } from './codewords.ts';
import { checkFitOptions, type FitOptions, type FittableHasher } from './fit-options.ts';
import type { HasherDescription } from './hasher-description.ts';
import { HyperplaneHasher, type HyperplaneHasherOptions } from './hyperplane-hasher.ts';
import { loadFeatureMap } from './load-feature-map.ts';
import { type SelfTrainedClassifier, selfTrain } from './self-training/train.ts';
import { labelledPart, readSupervision, type Supervision } from './supervision.ts';

/** Settings of self-trained hashing. */
export interface SelfTrainedHashingOptions extends HyperplaneHasherOptions {
  /** Landmarks. Default: a fourth of the points, at most 2,000. */
  readonly landmarks?: number | undefined;
  /** How the classes' codewords are made, by `seed`. Default `separated`. */
  readonly codewords?: CodewordKind | undefined;
  /** Bits after which codewords repeat themselves. Default: 5 a class. */
  readonly distinct?: number | undefined;
}

/**
 * Semi-supervised hashing by class codewords: graph regularised hashing with alpha 1 gives every
 * class one codeword and fits one hyperplane to each of its bits; here the codewords are far from
 * each other, and the hyperplanes lie in the space of landmark features and learn from unlabelled
 * points too, by self-training (see `selfTrain`).
 *
 * Ridge regression is linear in its targets: bit j's hyperplane is the sum of the classes'
 * hyperplanes, each with the sign of its codeword's bit j. One classifier therefore serves codes of
 * every length: `adopt`.
 */
export class SelfTrainedHashing extends HyperplaneHasher implements FittableHasher {
  readonly landmarks: number | undefined;
  readonly codewords: CodewordKind;
  readonly distinct: number | undefined;
  #classifier: SelfTrainedClassifier | null = null;

  constructor(options: SelfTrainedHashingOptions) {
    super(options);
    this.landmarks = options.landmarks;
    this.codewords = options.codewords ?? 'separated';
    this.distinct = options.distinct;
  }

  /** @internal */
  protected override optionNames(): OptionNames<SelfTrainedHashingOptions> {
    return { ...super.optionNames(), landmarks: 1, codewords: 1, distinct: 1 };
  }

  /** The classifier behind the bits: its settings and how they were chosen. */
  get classifier(): SelfTrainedClassifier {
    if (this.#classifier) return this.#classifier;
    throw new InvalidArgumentError('call fit(points, { labelledRows, labels }) first');
  }

  get description(): HasherDescription {
    const { seed, normalise, centre, codewords, landmarks } = this;
    const { settings, classes } = this.classifier;
    return {
      method: 'self-trained',
      settings: { seed, normalise, centre, codewords, landmarks: landmarks ?? null },
      training: { classes: classes.length, ...settings },
    };
  }

  /**
   * Learns from all points and the labels of some, or of all. Progress is in per cent.
   *
   * @param given - points, rows x dimensions, labelled or not: a matrix, or an array of rows.
   * @param supervision - `{ labelledRows, labels }` of at least two classes, and a `graph` over the
   *   points, if there is one: scores may be spread over it; whether they are is validated. Or one
   *   label a row.
   * @throws InvalidArgumentError if sizes differ, values are not finite or there is one class only.
   */
  async fit(
    given: MatrixLike,
    supervision: Supervision | null,
    options: FitOptions = {},
  ): Promise<this> {
    checkFitOptions(options);
    const { onProgress, signal } = options;
    const points = asMatrix('points', given);
    const known = readSupervision(points, supervision);
    const { labelledRows, labels } = labelledPart('self-trained hashing', points, known);
    const { prepared, mean } = this.learnPreparation(points);
    const classifier = await selfTrain(this.kernels, {
      points: prepared,
      labelledRows: labelledRows ?? Uint32Array.from(labels, (_, row) => row),
      labels,
      graph: known.kind === 'labels of some rows' ? known.graph : null,
      landmarks: this.landmarks,
      seed: this.seed,
      onProgress,
      signal,
    });
    return this.adopt(classifier, mean);
  }

  /**
   * Takes over a classifier that was trained on prepared points.
   *
   * @param mean - what was subtracted from the points, or null.
   */
  adopt(classifier: SelfTrainedClassifier, mean: VectorLike | null): this {
    checkClassifier(classifier);
    const { weights, featureMap, classes } = classifier;
    const subtracted = mean && asVector('mean', mean);
    if (subtracted && subtracted.length !== featureMap.landmarks.cols) {
      throw new InvalidArgumentError(
        `mean must have ${featureMap.landmarks.cols} values, not ${subtracted.length}`,
      );
    }
    const { kernels, bits, seed, codewords: kind, distinct } = this;
    const codewords = classCodewords(classes.length, bits, { kind, seed, distinct });
    const hyperplanes = mixed(codewords, bits, weights);
    this.setFitted(hyperplanes, subtracted, null, loadFeatureMap(kernels, featureMap));
    this.#classifier = classifier;
    return this;
  }
}

function checkClassifier(classifier: SelfTrainedClassifier): void {
  checkObject('classifier', classifier);
  const { weights, featureMap, classes } = classifier;
  checkFeatureMap(featureMap);
  if (
    !Array.isArray(classes) ||
    !(weights instanceof Matrix) ||
    weights.rows !== classes.length ||
    weights.cols !== featureWeights(featureMap).rows
  ) {
    throw new InvalidArgumentError('classifier must be what selfTrain gives');
  }
}

/** For each bit the sum of the classes' rows, each with the sign of its codeword; float64, rounded. */
function mixed(codewords: Int8Array, bits: number, weights: Matrix): Matrix {
  const { rows: classes, cols, data } = weights;
  const out = new Float32Array(bits * cols);
  for (let j = 0; j < bits; j++) {
    for (let k = 0; k < cols; k++) {
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += codewords[c * bits + j] * data[c * cols + k];
      out[j * cols + k] = sum;
    }
  }
  return new Matrix(out, bits, cols);
}
