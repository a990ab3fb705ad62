import { checkMethod } from '../core/checks.ts';
import { asMatrix, type MatrixLike } from '../core/matrix.ts';
import type { OptionNames } from '../core/options.ts';
import { RandomState } from '../core/random/random-state.ts';
import {
  checkFitOptions,
  type FitOptions,
  type FittableHasher,
  ProgressReporter,
} from './fit-options.ts';
import type { HasherDescription } from './hasher-description.ts';
import { HyperplaneHasher, type HyperplaneHasherOptions } from './hyperplane-hasher.ts';
import type { Initialiser } from './initialisers/initialiser.ts';
import { loadFeatureMap } from './load-feature-map.ts';
import { labelledPart, readSupervision, type Supervision } from './supervision.ts';

/** Progress is told in these. */
const PER_CENT = 100;

/** Settings of a hasher that keeps an initialiser's bits. */
export interface InitialisedHashingOptions extends HyperplaneHasherOptions {
  /** What makes the bits: `itqInitialiser()`, ... */
  readonly initialiser: Initialiser;
}

/**
 * A hasher whose bits are those of an initialiser, as they are: PCA signs, iterative quantisation
 * with or without labels, shift-invariant kernel LSH. Graph regularised hashing refines the same
 * initialisers' bits.
 */
export class InitialisedHashing extends HyperplaneHasher implements FittableHasher {
  readonly initialiser: Initialiser;
  #points = 0;

  constructor(options: InitialisedHashingOptions) {
    super(options);
    this.initialiser = options.initialiser;
    checkMethod('initialiser', this.initialiser, 'fit', 'what itqInitialiser() or another makes');
  }

  /** @internal */
  protected override optionNames(): OptionNames<InitialisedHashingOptions> {
    return { ...super.optionNames(), initialiser: 1 };
  }

  get description(): HasherDescription {
    const { seed, normalise, centre, initialiser } = this;
    return {
      method: initialiser.name,
      settings: { seed, normalise, centre, ...initialiser.settings },
      training: { points: this.#points },
    };
  }

  /**
   * Learns from rows x dimensions points, and from their labels where the initialiser needs them:
   * of labels of some rows, from these rows alone, about the mean of all.
   *
   * @throws InvalidArgumentError if sizes differ, values are not finite or labels are missing.
   */
  async fit(
    given: MatrixLike,
    supervision: Supervision | null = null,
    options: FitOptions = {},
  ): Promise<this> {
    checkFitOptions(options);
    const { onProgress, signal } = options;
    const points = asMatrix('points', given);
    const { initialiser, kernels, bits } = this;
    const known = readSupervision(points, supervision);
    const { labelledRows, labels } = initialiser.needsLabels
      ? labelledPart(initialiser.name, points, known)
      : { labelledRows: null, labels: known.kind === 'labels' ? known.labels : null };
    const { prepared, mean } = this.learnPreparation(points);
    const seen = labelledRows ? prepared.selectRows(labelledRows) : prepared;
    const reporter = new ProgressReporter(onProgress, PER_CENT);
    const model = await initialiser.fit(kernels, seen, bits, {
      random: new RandomState(this.seed),
      labels,
      onProgress: reporter.part(initialiser.name, 0, PER_CENT),
      signal,
    });
    signal?.throwIfAborted();
    const { hyperplanes, offsets, featureMap } = model;
    this.setFitted(hyperplanes, mean, offsets, loadFeatureMap(kernels, featureMap));
    this.#points = seen.rows;
    reporter.tell(initialiser.name, PER_CENT);
    return this;
  }
}
