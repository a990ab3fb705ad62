import { checkKernels, checkRange, checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import { RandomState } from '../../core/random/random-state.ts';
import type { Kernels } from '../../kernels/api.ts';
import { CrossModalHashing } from '../../models/cross-modal/cross-modal-hashing.ts';
import { CROSS_MODAL_VARIANTS, type CrossModalVariant } from '../../models/cross-modal/options.ts';
import { type CrossModalPairs, readPairs } from '../../models/cross-modal/pairs.ts';
import { hasRoots } from '../../models/cross-modal/scaling.ts';
import {
  type CrossModalSettings,
  readCrossModalSettings,
  type Scaling,
} from '../../models/cross-modal/settings.ts';
import { hammingMeanAveragePrecision } from '../hamming-ranking.ts';
import { searchStages, type TuningResult } from './search.ts';

/** Options of `tuneCrossModal`. */
export interface CrossModalTuningOptions {
  /** Variant of `CrossModalHashing`. */
  readonly variant: CrossModalVariant;
  /** Length of the codes by which settings are judged. */
  readonly bits: number;
  /** Settings to begin with, in place of the defaults. */
  readonly start?: Partial<CrossModalSettings> | undefined;
  /** Parts of the labelled pairs, each of which is the validation set once. Default 3. */
  readonly folds?: number | undefined;
  /** Seed of the codes and the folds. Default 0. */
  readonly seed?: number | undefined;
  /** Seconds after which nothing more is tried. Default: no limit. */
  readonly seconds?: number | undefined;
  /** Called before each trial, with the number of trials so far and of all that may come. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Aborting rejects the promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

type Changes = Partial<CrossModalSettings>;

/** A part of the pairs to learn from, and the other to judge by. */
interface PairFold {
  readonly kept: Uint32Array;
  readonly held: Uint32Array;
}

/**
 * Chooses settings of cross-modal hashing on validation sets taken from the labelled pairs: each fold
 * learns from the other parts, and its own images look for its own texts, its texts for its images: what was
 * learned from is not searched, since the codes of images there repeat what their labels said. Settings are
 * judged by the mean average precision of both directions. The `kernel` variant chooses its own while it is
 * fitted, and is done with one trial.
 *
 * Cost: some 17 (`published`) or 9 (`cca`) fits for each fold.
 *
 * @returns as `best` the changes to the defaults, `settings` of `CrossModalHashing`.
 * @throws InvalidArgumentError if pairs have no labels, or there are too few for the folds.
 */
export async function tuneCrossModal(
  kernels: Kernels,
  given: CrossModalPairs,
  options: CrossModalTuningOptions,
): Promise<TuningResult<Changes>> {
  checkKernels(kernels);
  const names = { variant: 1, bits: 1, start: 1, folds: 1, seed: 1, seconds: 1 } as const;
  checkOptions('tuneCrossModal', options, { ...names, onProgress: 1, signal: 1 });
  const { variant, bits, start = {}, folds: count = 3, seed = 0, onProgress, signal } = options;
  const { seconds = Number.POSITIVE_INFINITY } = options;
  checkRange('seconds', seconds, 0, Number.POSITIVE_INFINITY);
  if (!CROSS_MODAL_VARIANTS.includes(variant)) {
    refuse('variant', `one of ${CROSS_MODAL_VARIANTS.join(', ')}`, variant);
  }
  // What is wrong is told before anything is tried.
  new CrossModalHashing({ kernels, bits, variant, seed, settings: start });
  const { texts, images, similarity, unlabelled } = readPairs(given);
  if (!(similarity instanceof Int32Array)) {
    throw new InvalidArgumentError('settings are judged by labels: give pairs with labels');
  }
  checkWhole('folds', count, 2, Math.max(2, texts.rows >>> 1));
  const folds = foldsOfPairs(similarity, count, seed);
  const score = async (settings: Changes): Promise<number> => {
    let sum = 0;
    for (const { kept, held } of folds) {
      const hasher = new CrossModalHashing({ kernels, bits, variant, seed, settings });
      try {
        const labels = labelsOf(similarity, kept);
        const pairs = { texts: texts.selectRows(kept), images: images.selectRows(kept), labels };
        await hasher.fit({ ...pairs, unlabelled: unlabelled ?? undefined }, { signal });
        const own = labelsOf(similarity, held);
        const heldTexts = { codes: hasher.encodeTexts(texts.selectRows(held)), labels: own };
        const heldImages = { codes: hasher.encodeImages(images.selectRows(held)), labels: own };
        sum += hammingMeanAveragePrecision(kernels, heldImages, heldTexts) ?? 0;
        sum += hammingMeanAveragePrecision(kernels, heldTexts, heldImages) ?? 0;
      } finally {
        hasher.dispose();
      }
    }
    return sum / (2 * count);
  };
  const stages = stagesFor(variant, readCrossModalSettings(start), texts, images);
  return searchStages<Changes>(start, stages, score, { seconds, signal, onProgress });
}

/** What is tried, one stage after another. */
function stagesFor(
  variant: CrossModalVariant,
  { cost, regularisation }: CrossModalSettings,
  texts: Matrix,
  images: Matrix,
): Changes[][] {
  if (variant === 'kernel') return [];
  const scalings = [
    scalingsOf(texts).map((textScaling) => ({ textScaling })),
    scalingsOf(images).map((imageScaling) => ({ imageScaling })),
  ];
  const times = (value: number, factors: readonly number[]) => factors.map((f) => value * f);
  if (variant === 'cca') {
    const ridges = times(regularisation, [0.1, 10, 100]);
    return [ridges.map((value) => ({ regularisation: value })), ...scalings];
  }
  const costs = times(cost, [0.1, 10, 100]).map((value) => ({ cost: value }));
  const rounds = [1, 3, 5].map((iterations) => ({ iterations }));
  const alphas = [0.7, 0.8, 0.9].map((alpha) => ({ alpha }));
  return [...scalings, costs, alphas, rounds];
}

function scalingsOf(points: Matrix): Scaling[] {
  return hasRoots(points) ? ['centre', 'standardise', 'root'] : ['centre', 'standardise'];
}

function foldsOfPairs(labels: Int32Array, count: number, seed: number): PairFold[] {
  const order = new RandomState(seed).permutation(labels.length);
  return Array.from({ length: count }, (_, fold) => {
    const kept = order.filter((_, i) => i % count !== fold);
    if (new Set(labelsOf(labels, kept)).size < 2) {
      throw new InvalidArgumentError(
        'folds must leave two classes to learn from: label more pairs',
      );
    }
    return { kept, held: order.filter((_, i) => i % count === fold) };
  });
}

function labelsOf(labels: Int32Array, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => labels[row]);
}
