import { InvalidArgumentError } from '../core/errors.ts';
import type { Matrix } from '../core/matrix.ts';
import { RandomState } from '../core/random/random-state.ts';
import type { HasherDescription } from './hasher-description.ts';
import { HyperplaneHasher, type HyperplaneHasherOptions } from './hyperplane-hasher.ts';
import type { Initialiser } from './initialisers/initialiser.ts';
import { loadFeatureMap } from './load-feature-map.ts';

/** Settings of a hasher that keeps an initialiser's bits. */
export interface InitialisedHashingOptions extends HyperplaneHasherOptions {
  /** What makes the bits: `itqInitialiser()`, ... */
  readonly initialiser: Initialiser;
}

/** What `InitialisedHashing.fit` may be told. */
export interface InitialisedFitOptions {
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborting rejects the promise with the signal's reason and leaves the hasher as it was. */
  readonly signal?: AbortSignal;
}

/**
 * A hasher whose bits are those of an initialiser, as they are: PCA signs, iterative quantisation
 * with or without labels, shift-invariant kernel LSH. Graph regularised hashing refines the same
 * initialisers' bits.
 */
export class InitialisedHashing extends HyperplaneHasher {
  readonly initialiser: Initialiser;
  #points = 0;

  constructor(options: InitialisedHashingOptions) {
    super(options);
    this.initialiser = options.initialiser;
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
   * Learns from rows x dimensions points, and from their labels where the initialiser does.
   *
   * @throws InvalidArgumentError if sizes differ, values are not finite or labels are missing.
   */
  async fit(
    points: Matrix,
    labels: Int32Array | null = null,
    options: InitialisedFitOptions = {},
  ): Promise<this> {
    if (labels && labels.length !== points.rows) {
      throw new InvalidArgumentError(
        `${points.rows} points need as many labels, not ${labels.length}`,
      );
    }
    const { prepared, mean } = this.learnPreparation(points);
    const random = new RandomState(this.seed);
    const context = { ...options, labels, random };
    const model = await this.initialiser.fit(this.kernels, prepared, this.bits, context);
    options.signal?.throwIfAborted();
    const { hyperplanes, offsets, featureMap } = model;
    this.setFitted(hyperplanes, mean, offsets, loadFeatureMap(this.kernels, featureMap));
    this.#points = points.rows;
    return this;
  }
}
