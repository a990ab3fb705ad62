import { checkRange, checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { Matrix } from '../core/matrix.ts';
import { gaussianHyperplanes } from '../core/random/gaussian-hyperplanes.ts';
import { RandomState } from '../core/random/random-state.ts';
import { checkUpdateRule, regulariseByClass, type UpdateRule } from '../graph/class-labels.ts';
import type { HyperplaneLearner } from '../learners/learner.ts';
import { svmDualCoordinateDescent } from '../learners/svm-dcd.ts';
import {
  type HasherDescription,
  HyperplaneHasher,
  type HyperplaneHasherOptions,
} from './hyperplane-hasher.ts';
import { bitSigns, constantBits } from './signs.ts';

/** Settings of graph regularised hashing. */
export interface GraphRegularisedHashingOptions extends HyperplaneHasherOptions {
  /** Rounds of the two steps, 0 or more; 0 leaves random hyperplanes. Default 1. */
  readonly iterations?: number;
  /** Weight of the neighbours' bits, 0..1. Default 1: a class shares one codeword. */
  readonly alpha?: number;
  /** How bits are blended; see `regulariseByClass`. Default `paper`. */
  readonly rule?: UpdateRule;
  /** Fits the hyperplanes to the bits. Default: linear SVMs with C = 1. */
  readonly learner?: HyperplaneLearner;
}

/** Where `fit` is; `done` of `total` counts the learner's own steps within one iteration. */
export interface FitProgress {
  readonly iteration: number;
  readonly iterations: number;
  readonly done: number;
  readonly total: number;
}

/** What `fit` may be told. */
export interface FitOptions {
  readonly onProgress?: (progress: FitProgress) => void;
  /** Aborting rejects the promise with the signal's reason and leaves the hasher as it was. */
  readonly signal?: AbortSignal;
}

/** What one iteration did. */
export interface IterationSummary {
  /** Share of the training bits that the graph step changed. */
  readonly flippedShare: number;
  /** Bits on which all points agreed, and which got a fresh random hyperplane. */
  readonly constantBits: number;
}

/**
 * Graph regularised hashing (Moran & Lavrenko, "Graph Regularised Hashing", ECIR 2015). Starting
 * from random hyperplanes, every iteration (1) smooths the training bits over the graph of class
 * labels and (2) fits one linear classifier per bit to the smoothed bits, whose hyperplanes then
 * hash the training points anew (data-space partitioning).
 */
export class GraphRegularisedHashing extends HyperplaneHasher {
  readonly iterations: number;
  readonly alpha: number;
  readonly rule: UpdateRule;
  readonly learner: HyperplaneLearner;
  #summary: IterationSummary[] = [];
  #points = 0;

  constructor(options: GraphRegularisedHashingOptions) {
    super(options);
    this.iterations = options.iterations ?? 1;
    this.alpha = options.alpha ?? 1;
    this.rule = options.rule ?? 'paper';
    this.learner = options.learner ?? svmDualCoordinateDescent();
    checkWhole('iterations', this.iterations, 0, 1000);
    checkRange('alpha', this.alpha, 0, 1);
    checkUpdateRule(this.rule);
  }

  get description(): HasherDescription {
    const { seed, normalise, centre, iterations, alpha, rule } = this;
    const learner = { name: this.learner.name, ...this.learner.settings };
    return {
      method: 'grh',
      settings: { seed, normalise, centre, iterations, alpha, rule, learner },
      training: { points: this.#points, iterations: this.#summary },
    };
  }

  /** What each iteration of the last `fit` did. */
  get summary(): readonly IterationSummary[] {
    return this.#summary;
  }

  /**
   * Learns hyperplanes from labelled points.
   *
   * @param points - rows x dimensions.
   * @param labels - one class a row; at least two classes.
   * @throws InvalidArgumentError if sizes differ, values are not finite or there is one class only.
   */
  async fit(points: Matrix, labels: Int32Array, options: FitOptions = {}): Promise<this> {
    checkLabels(points, labels);
    const { prepared, mean } = this.learnPreparation(points);
    const random = new RandomState(this.seed);
    let hyperplanes = gaussianHyperplanes(random, points.cols, this.bits);
    const initial = bitSigns(this.kernels, hyperplanes, prepared);
    let signs = initial;
    const summary: IterationSummary[] = [];
    for (let iteration = 0; iteration < this.iterations; iteration++) {
      options.signal?.throwIfAborted();
      const { alpha, rule, bits } = this;
      const smoothed = regulariseByClass(this.kernels, {
        signs,
        initial,
        bits,
        labels,
        alpha,
        rule,
      });
      const constant = constantBits(smoothed, bits);
      hyperplanes = await this.#partition(prepared, smoothed, constant, random, {
        ...options,
        onProgress: (done, total) =>
          options.onProgress?.({ iteration, iterations: this.iterations, done, total }),
      });
      summary.push({
        flippedShare: shareOfChanges(signs, smoothed),
        constantBits: constant.length,
      });
      signs = bitSigns(this.kernels, hyperplanes, prepared);
    }
    options.signal?.throwIfAborted();
    this.setFitted(hyperplanes, mean);
    this.#summary = summary;
    this.#points = points.rows;
    return this;
  }

  /** Fits one hyperplane per bit; a bit without two sides gets a fresh random one. */
  async #partition(
    points: Matrix,
    signs: Int8Array,
    constant: readonly number[],
    random: RandomState,
    options: { onProgress: (done: number, total: number) => void; signal?: AbortSignal },
  ): Promise<Matrix> {
    const { bits } = this;
    const learned: number[] = [];
    for (let j = 0; j < bits; j++) if (!constant.includes(j)) learned.push(j);
    const out = new Float32Array(bits * points.cols);
    if (learned.length > 0) {
      const targets = selectColumns(signs, bits, learned);
      const fitted = await this.learner.fit(this.kernels, points, targets, learned.length, options);
      learned.forEach((bit, i) => {
        out.set(fitted.row(i), bit * points.cols);
      });
    }
    for (const bit of constant) {
      out.set(gaussianHyperplanes(random, points.cols, 1).row(0), bit * points.cols);
    }
    return new Matrix(out, bits, points.cols);
  }
}

function checkLabels(points: Matrix, labels: Int32Array): void {
  if (labels.length !== points.rows) {
    throw new InvalidArgumentError(
      `${points.rows} points need as many labels, not ${labels.length}`,
    );
  }
  if (labels.length > 0 && labels.every((label) => label === labels[0])) {
    throw new InvalidArgumentError(
      `labels must name at least two classes, but every label is ${labels[0]}`,
    );
  }
}

function shareOfChanges(before: Int8Array, after: Int8Array): number {
  let changes = 0;
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) changes++;
  return changes / before.length;
}

function selectColumns(signs: Int8Array, bits: number, columns: readonly number[]): Int8Array {
  if (columns.length === bits) return signs;
  const rows = signs.length / bits;
  const out = new Int8Array(rows * columns.length);
  for (let i = 0; i < rows; i++) {
    columns.forEach((column, j) => {
      out[i * columns.length + j] = signs[i * bits + column];
    });
  }
  return out;
}
