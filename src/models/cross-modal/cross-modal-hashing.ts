import { checkFitOptions, type FitOptions, ProgressReporter } from '../fit-options.ts';
import { FittedHasher } from '../fitted-hasher.ts';
import type { HasherDescription } from '../hasher-description.ts';
import { learnCanonical } from './canonical.ts';
import { CrossModalHasher } from './cross-modal-hasher.ts';
import { sideDescription } from './fitted-cross-modal-hasher.ts';
import { learnByKernels } from './kernel.ts';
import {
  type CrossModalHashingOptions,
  type CrossModalVariant,
  type ReadCrossModalOptions,
  readCrossModalOptions,
} from './options.ts';
import { type CrossModalPairs, readPairs } from './pairs.ts';
import { learnAsPublished } from './published.ts';

const LEARN = {
  kernel: learnByKernels,
  published: learnAsPublished,
  cca: learnCanonical,
} as const;

/**
 * Cross-modal hashing: two feature spaces, one code, so that words find pictures and pictures find words.
 * It learns from pairs of a text and an image and what is known of them. Values are taken as they are and
 * scaled by each side itself: don't normalise them before.
 *
 * - `kernel`, the default: on either side ridge regression with a Gaussian similarity. With labels its
 *   targets are classes, whose calibrated softmax P makes graded codes: bit j is the sign of
 *   sum_c (sqrt(P_c) - m_c) w_cj, w_c codewords that both sides share and m the mean of sqrt(P) over the
 *   labelled pairs. With a graph its targets are bits of random hyperplanes in text space after the graph
 *   step. The images of `unlabelled` pairs learn what the text side says of their texts. Scalings, widths,
 *   ridges and sharpness are chosen by values of labelled pairs that are left out in turn.
 * - `published`: regularised cross-modal hashing. Random hyperplanes in text space, texts about their
 *   mean, give bits L0; each iteration smooths the bits L, sign(alpha S L + (1 - alpha) L0), and fits linear
 *   support vector machines to them, whose bits of the texts are the next L. The images learn the last
 *   smoothed bits: bits of the texts, since machines fitted to bits of images would build no bridge.
 *   Unlabelled pairs are not looked at.
 * - `cca`: canonical correlations and a rotation; no labels are looked at. A baseline.
 *
 * Pairs whose labels were guessed should not be searched for by their own halves to judge the codes: the
 * image side has seen their texts.
 *
 * Cost, n pairs of d and e dimensions: `kernel`, with m = min(n, landmarks), some 20 m^3 for each side while
 * settings are chosen, m at most 800, and n m (d + m / 2) for the result; `published`: see
 * `svmDualCoordinateDescent`; `cca`: n (d + e)^2 / 2 multiply-adds and 50 rotations of bits x bits.
 *
 * Source: Moran and Lavrenko, "Regularised Cross-Modal Hashing", SIGIR 2015; Gong et al., "Iterative
 * Quantization", TPAMI 2013, for the rotation.
 */
export class CrossModalHashing extends CrossModalHasher {
  readonly bits: number;
  readonly seed: number;
  readonly variant: CrossModalVariant;
  readonly #options: ReadCrossModalOptions;
  #training: HasherDescription['training'] = {};

  constructor(options: CrossModalHashingOptions) {
    super();
    this.#options = readCrossModalOptions(options);
    const { bits, seed, variant } = this.#options;
    this.bits = bits;
    this.seed = seed;
    this.variant = variant;
  }

  get description(): HasherDescription {
    const { seed, variant } = this;
    return { method: 'cross-modal', settings: { seed, variant }, training: this.#training };
  }

  /**
   * Learns from pairs. Progress is in per cent.
   *
   * @param given - texts and images, row i of both a pair; a label of each pair, or a graph over them; and
   *   pairs of which nothing else is known, where there are some.
   * @throws InvalidArgumentError if sizes differ, values are not finite, or there is one class only.
   */
  async fit(given: CrossModalPairs, options: FitOptions = {}): Promise<this> {
    checkFitOptions(options);
    const { kernels, bits, seed, variant, settings } = this.#options;
    const pairs = readPairs(given);
    const reporter = new ProgressReporter(options.onProgress, 100);
    const learn = LEARN[variant];
    const { signal } = options;
    const sides = await learn(pairs, settings, { kernels, bits, seed, reporter, signal });
    signal?.throwIfAborted();
    const { rows } = pairs.texts;
    const unlabelled = pairs.unlabelled?.texts.rows ?? 0;
    this.#training = { pairs: rows, unlabelled, ...sides.settings, ...sides.facts };
    const { description } = this;
    const side = (modality: 'texts' | 'images') =>
      new FittedHasher(kernels, sides[modality], sideDescription(description, modality));
    this.setSides(side('texts'), side('images'));
    reporter.tell('learned', 100);
    return this;
  }
}
