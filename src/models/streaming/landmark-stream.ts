import { checkPositive, checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asMatrix, type MatrixLike } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import { checkPoints } from '../../features/rbf-landmarks.ts';
import { startFeatureMap } from '../../features/start-feature-map.ts';
import { LearningStream, type LearningStreamSettings } from './learning-stream.ts';
import type { StreamFactory } from './stream.ts';

/** Settings of `landmarkStream`. */
export interface LandmarkStreamOptions {
  /** Landmarks, and features. Default 1000. */
  readonly landmarks?: number | undefined;
  /**
   * Points of unknown class, such as those that will come, several for each landmark: landmarks are
   * drawn from them, once. Default: landmarks are points of the stream, drawn anew whenever it has
   * grown by half.
   */
  readonly unlabelled?: MatrixLike | undefined;
  /**
   * Width of the similarity as a multiple of the mean squared distance between points and landmarks.
   * Default 0.5.
   */
  readonly relativeWidth?: number | undefined;
  /** Ridge for each point seen. Default 1e-5. */
  readonly ridge?: number | undefined;
  /**
   * Points after which there is a new version of the hasher; one with a class that is new comes at
   * once. Each new version is a system of equations to solve and codes to make anew. Default 500.
   */
  readonly solveEvery?: number | undefined;
  /**
   * Points of the stream that are kept, a bounded sample with classes as equal as may be: what
   * changes is estimated on them and, without `unlabelled`, landmarks are drawn from them and their
   * sums estimated anew. There can be no more classes. Default: 4 for each landmark, or 500 with
   * `unlabelled`.
   */
  readonly sample?: number | undefined;
}

/** Where the unlabelled rows are known, so much of the sample is enough. */
const SAMPLE_FOR_ESTIMATES = 500;
const SAMPLE_A_LANDMARK = 4;

/**
 * Learning from a stream of labelled points in closed form, for the `stream` option of
 * `GraphRegularisedHashing`: ridge regression of classes on similarities to landmarks, in which all
 * classes weigh the same however many points they have, and graded codes of its scores. Where it is
 * solved it is as good as a fit to all points so far, in whatever order their classes came; nothing is
 * forgotten.
 *
 * Objective: see `BalancedRidge` in the sources: the mean over classes of the squared distance
 * between scores and class indicators, plus ridge |W|^2. Update rule: A += f f^T and the sum of
 * features of a class; W from a Cholesky factorisation of A, the classes' share weighted. A new class
 * takes the codeword farthest from the others: of the spare ones, since codewords are laid out for
 * twice the classes of the first call, then of any (`farthestCodeword`). The others keep theirs.
 *
 * Codes: bit j is the sign of sum_c a_c w_cj + neutral b_j, w the codewords, a_c from the square roots of
 * softmax(scale scores) (see `formHyperplanes` in the sources), b a codeword of no class, to which falls
 * what no class claims. `scale` and `neutral` are chosen by the stream's own points, the last 1,000 with the
 * scores that they got before they were learned from: with each version either may move one step, if
 * codes of these points find each other better by more than a standard error. Both come with the
 * version, and encoding is one map to probabilities and one projection.
 *
 * Cost: of a point landmarks x dimensions + landmarks^2 / 2 multiply-adds; of a new version
 * landmarks^3 / 6 + 2 classes x landmarks^2, and 5,000 x classes x bits for the form of codes; memory
 * 8 landmarks^2 bytes, the sample and 1,000 x classes scores. Without `unlabelled`, whenever the stream has
 * grown by half, sample x (landmarks x dimensions + landmarks^2 / 2) more.
 *
 * Source: Liu et al., "Supervised Hashing with Kernels", CVPR 2012, for the landmarks; Hastie, Buja
 * and Tibshirani, "Penalized Discriminant Analysis", Annals of Statistics 1995, for the balance;
 * Dawid, "Statistical Theory: the Prequential Approach", JRSS A 1984, for points judged before learned;
 * Vitter, "Random Sampling with a Reservoir", ACM TOMS 1985, for the sample.
 *
 * @throws InvalidArgumentError if a setting is out of range.
 */
export function landmarkStream(options: LandmarkStreamOptions = {}): StreamFactory {
  const names = { landmarks: 1, unlabelled: 1, relativeWidth: 1 } as const;
  checkOptions('landmarkStream', options, { ...names, ridge: 1, solveEvery: 1, sample: 1 });
  const { landmarks = 1000, relativeWidth = 0.5, ridge = 1e-5, solveEvery = 500 } = options;
  const unlabelled =
    options.unlabelled === undefined ? null : asMatrix('unlabelled', options.unlabelled);
  const { sample = unlabelled ? SAMPLE_FOR_ESTIMATES : SAMPLE_A_LANDMARK * landmarks } = options;
  checkWhole('landmarks', landmarks, 1, 2 ** 16);
  checkPositive('relativeWidth', relativeWidth);
  checkPositive('ridge', ridge);
  checkWhole('solveEvery', solveEvery, 1, Number.MAX_SAFE_INTEGER);
  checkWhole('sample', sample, 2, 2 ** 24);
  if (unlabelled) {
    checkPoints(unlabelled);
    if (unlabelled.rows < 2) {
      throw new InvalidArgumentError('unlabelled must have at least two rows to draw from');
    }
  }
  const settings: LearningStreamSettings = { landmarks, relativeWidth, ridge, solveEvery, sample };
  return {
    name: 'landmarks',
    settings: { ...settings, unlabelled: unlabelled?.rows ?? 0 },
    start: (kernels, job) => new LearningStream(kernels, job, settings, unlabelled),
    startMap: startFeatureMap,
  };
}
