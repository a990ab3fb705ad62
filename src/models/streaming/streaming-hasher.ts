import { checkMethod, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asMatrix, checkFinite, type MatrixLike } from '../../core/matrix.ts';
import { checkOptions, type OptionNames } from '../../core/options.ts';
import type { StartFeatureMap } from '../../features/feature-map.ts';
import { putFeatureMap } from '../feature-map-file.ts';
import { checkFitOptions, type FitOptions } from '../fit-options.ts';
import type { HasherDescription } from '../hasher-description.ts';
import { HyperplaneHasher, type HyperplaneHasherOptions } from '../hyperplane-hasher.ts';
import { labelledPart, readSupervision, type Supervision } from '../supervision.ts';
import type { HashingStream, StreamFactory, StreamModel, StreamUpdate } from './stream.ts';

/** Settings of hashers that can learn from a stream. */
export interface StreamingHasherOptions extends HyperplaneHasherOptions {
  /**
   * Learns from points as they come: `landmarkStream()` of `hashplane/learning`. In the place of all
   * that says how `fit` learns; see `partialFit`. Default: none.
   */
  readonly stream?: StreamFactory | undefined;
}

/** Options of `save` of hashers that can learn from a stream. */
export interface StreamSaveOptions {
  /** Whether the file also has what the stream needs to go on: `resumeStream` reads it. */
  readonly state?: boolean | undefined;
}

/** A hasher that learns all at once, or from a stream of labelled points, version by version. */
export abstract class StreamingHasher extends HyperplaneHasher {
  readonly streamFactory: StreamFactory | null;
  #stream: HashingStream | null = null;
  #version = 0;
  #isFrozen = false;
  /** What this version was made of. */
  #learned = { points: 0, classes: 0 };

  constructor(options: StreamingHasherOptions) {
    super(options);
    this.streamFactory = options.stream ?? null;
    if (options.stream === undefined) return;
    checkMethod(
      'stream',
      options.stream,
      'start',
      'what a function such as landmarkStream() makes',
    );
  }

  /** @internal */
  protected override optionNames(): OptionNames<StreamingHasherOptions> {
    return { ...super.optionNames(), stream: 1 };
  }

  /** Goes up whenever codes of the same points may change: 0 before the first that there are. */
  get version(): number {
    return this.#version;
  }

  /** Whether it learns from a stream, and codes of its versions don't compare; not once it is frozen. */
  get learnsOn(): boolean {
    return this.streamFactory !== null && !this.#isFrozen;
  }

  /**
   * Learns from the next points of a stream, whose classes may come in any order and be new at any
   * time. Only a hasher with `stream` can; `fit` keeps nothing of its points to go on from. Codes
   * change with the `version` alone: not with every call, but when the stream's `solveEvery` is
   * reached or a class is new. What an index has of older versions is to be hashed anew.
   *
   * Cost: see `landmarkStream`.
   *
   * @param given - points, rows x dimensions, at least one: a matrix, or an array of rows.
   * @param supervision - the label of each, or `{ labelledRows, labels }` of some, from which alone it
   *   learns.
   * @throws InvalidArgumentError if the hasher has no stream or is frozen, sizes don't fit or values
   *   are not finite; nothing is learned then.
   */
  async partialFit(
    given: MatrixLike,
    supervision: Supervision,
    options: FitOptions = {},
  ): Promise<StreamUpdate> {
    checkFitOptions(options);
    const stream = this.#started();
    const points = asMatrix('points', given);
    if (points.rows === 0) throw new InvalidArgumentError('points must have at least one row');
    checkFinite('points', points);
    const { dimensions } = stream;
    if (dimensions !== null && points.cols !== dimensions) {
      throw new InvalidArgumentError(
        `points have ${points.cols} dimensions where the stream has ${dimensions}`,
      );
    }
    const known = labelledPart('partialFit', points, readSupervision(points, supervision));
    const { labelledRows, labels } = known;
    const before = new Set(stream.classes);
    if (labels.length > 0) {
      stream.learn(labelledRows ? points.selectRows(labelledRows) : points, labels);
    }
    const newClasses = stream.classes.filter((label) => !before.has(label)).sort((a, b) => a - b);
    return this.#update(stream, newClasses, stream.isDue);
  }

  /**
   * Makes a new version of all points so far, whether it is time for it or not: at the end of a
   * stream, say. There is none where nothing was learned since the last.
   *
   * @throws InvalidArgumentError if the hasher has no stream or is frozen.
   */
  catchUp(): StreamUpdate {
    const stream = this.#started();
    return this.#update(stream, [], stream.sinceSolved > 0);
  }

  #update(stream: HashingStream, newClasses: readonly number[], isWanted: boolean): StreamUpdate {
    const model = isWanted ? stream.solve() : null;
    const { seen, classes } = stream;
    if (model) this.#adopt(model, { points: seen, classes: classes.length });
    const { version } = this;
    return { version, isNew: model !== null, seen, newClasses, changes: model?.changes ?? null };
  }

  /**
   * A hasher of this version that stays as it is: with it entries of an index that were made by this
   * version are searched until they are made anew.
   *
   * @throws InvalidArgumentError before the first version.
   */
  frozen(): this {
    const { hyperplanes, mean, offsets, featureMap: model } = this;
    const start = this.mapStarter();
    const twin = this.unfittedTwin();
    const map =
      model && start ? { model, map: start(this.kernels, model), put: putFeatureMap } : null;
    twin.setFitted(hyperplanes, mean, offsets, map);
    twin.#version = this.#version;
    twin.#learned = this.#learned;
    twin.#isFrozen = true;
    return twin;
  }

  /** @internal Another hasher with the same settings. */
  protected abstract unfittedTwin(): this;

  /** @internal What starts feature maps of the kind that the hasher has, if it has any. */
  protected mapStarter(): StartFeatureMap | null {
    return this.streamFactory?.startMap ?? null;
  }

  /** @internal Whoever fits calls it once all is learned. */
  protected override setFitted(...learned: Parameters<HyperplaneHasher['setFitted']>): void {
    super.setFitted(...learned);
    this.#version++;
  }

  /** @internal Throws where a stream takes the place of `fit`, or there is nothing to be learned any more. */
  protected checkFits(): void {
    this.checkThawed();
    if (this.streamFactory === null) return;
    throw new InvalidArgumentError(
      'a hasher with a stream learns by partialFit(points, labels): make one without for fit',
    );
  }

  /** @internal What a hasher with a stream says of itself. */
  protected streamDescription(factory: StreamFactory): HasherDescription {
    const { seed, normalise, centre, version } = this;
    const stream = { name: factory.name, ...factory.settings };
    return {
      method: 'grh',
      settings: { seed, normalise, centre, stream },
      training: { version, ...this.#learned },
    };
  }

  /**
   * The hasher as a safetensors file, as `save` of every hasher; `loadHasher` reads it with or without
   * the stream's state, which is about 8 landmarks^2 bytes and the sample.
   *
   * @throws InvalidArgumentError before there is a first version, or if there is no stream whose state
   *   could be saved.
   */
  override save(options: StreamSaveOptions = {}): Uint8Array<ArrayBuffer> {
    checkOptions('save', options, { state: 1 });
    const { state: withState = false } = options;
    if (typeof withState !== 'boolean') refuse('state', 'true or false', withState);
    if (!withState) return super.save();
    if (!this.#stream) {
      throw new InvalidArgumentError('the hasher has no stream whose state could be saved');
    }
    return this.#stream.save(super.save());
  }

  /** @internal Goes on with a stream that was saved with this version. */
  resume(
    stream: HashingStream,
    model: StreamModel,
    { version, ...learned }: { version: number; points: number; classes: number },
  ): this {
    this.#stream = stream;
    this.#adopt(model, learned);
    this.#version = version;
    return this;
  }

  /** As of every hasher, and forgets the stream: it begins anew with the next points. */
  override dispose(): void {
    super.dispose();
    this.#stream?.dispose();
    this.#stream = null;
  }

  #adopt(
    { hyperplanes, mean, offsets, features }: StreamModel,
    learned: { points: number; classes: number },
  ): void {
    this.#learned = learned;
    this.setFitted(hyperplanes, mean, offsets, features);
  }

  #started(): HashingStream {
    this.checkThawed();
    if (this.streamFactory === null) {
      throw new InvalidArgumentError(
        (this.version > 0
          ? 'what fit() learned keeps nothing of its points, so partialFit can not go on from it: '
          : 'partialFit needs a hasher that learns from a stream: ') +
          'make one with stream: landmarkStream() and give all points to partialFit',
      );
    }
    const { bits, seed, normalise, centre } = this;
    this.#stream ??= this.streamFactory.start(this.kernels, { bits, seed, normalise, centre });
    return this.#stream;
  }

  /** Throws where the hasher was frozen. */
  protected checkThawed(): void {
    if (!this.#isFrozen) return;
    throw new InvalidArgumentError(
      'a frozen hasher stays as it is: learn with the one that it was made of',
    );
  }
}
