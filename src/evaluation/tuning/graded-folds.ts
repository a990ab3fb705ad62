import type { ProbabilityFeatures } from '../../core/feature-map.ts';
import { HashCodes, wordsFor } from '../../core/hash-codes.ts';
import { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { codewordHyperplanes } from '../../models/graded/codeword-hyperplanes.ts';
import type { GradedProblem } from '../../models/graded/problem.ts';
import { fitRidgeMember } from '../../models/graded/ridge.ts';
import type { GradedSettings } from '../../models/graded/settings.ts';
import { probabilitiesOf } from '../../models/graded/student.ts';
import { blended, networkMembers, ridgeMember } from '../../models/graded/teacher.ts';
import type { Fold } from './folds.ts';
import { leaveOneOut } from './validate.ts';

/** Code length at which settings are compared. */
const BITS = 32;

/** The part of a trial's time that is told of ridges, where there are networks too. */
const RIDGE_PART = 0.2;

/** Is told the share that is done. */
type Told = (share: number) => void;

/** What the parts of a blend depend on: with the same of these they need not be trained again. */
const RIDGE_NAMES = ['relativeWidth', 'ridge', 'landmarks'] as const;
const NETWORK_NAMES = [
  ...(['units', 'layers', 'epochs', 'batch', 'learningRate', 'weightDecay'] as const),
  ...(['dropout', 'inputDropout', 'mixup', 'networks'] as const),
];

/**
 * Judges settings of the teacher on folds. Probabilities of validation points by the ridge and by the
 * networks are kept, so that another share of them costs next to nothing.
 */
export class GradedFolds {
  readonly #kernels: Kernels;
  readonly #folds: readonly Fold[];
  readonly #seed: number;
  readonly #signal: AbortSignal | undefined;
  readonly #known = new Map<string, readonly Matrix[]>();

  constructor(kernels: Kernels, folds: readonly Fold[], seed: number, signal?: AbortSignal) {
    this.#kernels = kernels;
    this.#folds = folds;
    this.#seed = seed;
    this.#signal = signal;
  }

  /**
   * The mean average precision among the validation points of each fold.
   *
   * @param onProgress - called with the share of the trial that is done, which never falls.
   */
  async scores(settings: GradedSettings, onProgress?: (share: number) => void): Promise<number[]> {
    const { networkShare } = settings;
    // Networks take most of the time, where there are any.
    const split = networkShare === 0 ? 1 : networkShare < 1 ? RIDGE_PART : 0;
    const ridges =
      networkShare < 1 ? await this.#ridges(settings, (done) => onProgress?.(split * done)) : null;
    const networks =
      networkShare > 0
        ? await this.#networks(settings, (done) => onProgress?.(split + (1 - split) * done))
        : null;
    return this.#folds.map((fold, f) => {
      const features = new Matrix(
        rootsOf(ridges?.[f], networks?.[f], networkShare),
        fold.validationLabels.length,
        new Set(fold.labels).size,
      );
      return leaveOneOut(this.#kernels, this.#codes(features), fold.validationLabels);
    });
  }

  #ridges(settings: GradedSettings, told: Told): Promise<readonly Matrix[]> {
    return this.#once(RIDGE_NAMES, settings, told, async (problem) => {
      const options = { signal: this.#signal };
      const ridge = await fitRidgeMember(this.#kernels, problem, settings, this.#seed, options);
      return blended([[ridgeMember(ridge, 1)], 1]);
    });
  }

  #networks(settings: GradedSettings, told: Told): Promise<readonly Matrix[]> {
    return this.#once(NETWORK_NAMES, settings, told, async (problem, ofFold) => {
      const onProgress = (done: number, total: number) => ofFold(done / total);
      const options = { signal: this.#signal, onProgress };
      return blended([
        await networkMembers(this.#kernels, problem, settings, this.#seed, options),
        1,
      ]);
    });
  }

  /** Probabilities of the validation points of each fold by what `train` makes of the others. */
  async #once(
    names: readonly (keyof GradedSettings)[],
    settings: GradedSettings,
    told: Told,
    train: (problem: GradedProblem, told: Told) => Promise<ProbabilityFeatures>,
  ): Promise<readonly Matrix[]> {
    const key = names.map((name) => `${name}=${settings[name]}`).join();
    const known = this.#known.get(key);
    if (known) return known;
    const found: Matrix[] = [];
    for (const [f, { points, labels, validation }] of this.#folds.entries()) {
      const ofFold: Told = (share) => told((f + share) / this.#folds.length);
      const classes = [...new Set(labels)].sort((a, b) => a - b);
      const problem: GradedProblem = {
        points: points(),
        labelledRows: Uint32Array.from(labels, (_, row) => row),
        classOf: Uint32Array.from(labels, (label) => classes.indexOf(label)),
        classes: classes.length,
      };
      const model = await train(problem, ofFold);
      ofFold(1);
      found.push(await probabilitiesOf(this.#kernels, model, validation()));
    }
    this.#known.set(key, found);
    return found;
  }

  #codes(features: Matrix): HashCodes {
    const { rows, cols: classes } = features;
    const projector = this.#kernels.createProjector(codewordHyperplanes(classes, BITS));
    try {
      const out = new Uint32Array(rows * wordsFor(BITS));
      projector.encode(features.data, rows, out);
      return new HashCodes(out, rows, BITS);
    } finally {
      projector.dispose();
    }
  }
}

/** Square roots of a blend's probabilities. */
function rootsOf(
  ridge: Matrix | undefined,
  networks: Matrix | undefined,
  share: number,
): Float32Array {
  const { length } = (ridge ?? (networks as Matrix)).data;
  const out = new Float32Array(length);
  for (let at = 0; at < length; at++) {
    const own =
      (ridge ? (1 - share) * ridge.data[at] : 0) + (networks ? share * networks.data[at] : 0);
    out[at] = Math.sqrt(own);
  }
  return out;
}
