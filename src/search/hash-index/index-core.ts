import { DisposedError } from '../../core/errors.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Metric } from '../../kernels/api.ts';
import type { SearchState } from './batch.ts';
import { Contents, type Moment } from './contents.ts';
import type { Arriving, IndexParts } from './file/read.ts';
import { formOfHashers } from './form-settings.ts';
import { checkVectors } from './given.ts';
import { type IndexSettings, indexSettings } from './index-settings.ts';
import type { KeptVectors } from './kept-vectors.ts';
import { Snapshot } from './snapshot.ts';
import type { HashIndexOptions } from './types.ts';

/** What the methods of an index share: its settings, and what it holds now. */
export class IndexCore {
  readonly settings: IndexSettings;
  readonly contents: Contents;
  /** The first number for ids that are left out. */
  nextId: number;
  /**
   * Fields of documents in the order in which they were met first, those of removed ones too: the order
   * in a file, which else would depend on how rows came to be spread over segments.
   */
  readonly fields: Set<string>;
  /** Null once it was told a warning. */
  #onWarning: ((message: string) => void) | null;
  /** Null unless vectors are on their way. */
  #arriving: Arriving | null;

  /** @param read - what a file says of it. */
  constructor(options: HashIndexOptions, read: IndexParts | null) {
    this.settings = indexSettings(options);
    const { hasher, onWarning } = options;
    const given = hasher === undefined ? null : formOfHashers(this.settings.kernels, hasher);
    this.contents = new Contents(read?.form ?? given, new Snapshot(read?.parts ?? []));
    this.nextId = read?.nextId ?? 0;
    this.fields = new Set(this.now.snapshot.fields());
    this.#arriving = read?.arriving ?? null;
    // biome-ignore lint/suspicious/noConsole: said once, and nobody else listens
    this.#onWarning = onWarning ?? ((message) => console.warn(message));
  }

  get now(): Moment {
    return this.contents.now;
  }

  /** What a search of a moment sees. */
  stateOf(now: Moment): SearchState {
    const { kernels, metric, distanceName, distanceOfCodes, keepVectors, form } = this.settings;
    if (!this.#arriving) {
      return { ...now, kernels, metric, distanceName, hasVectors: keepVectors !== false };
    }
    // While vectors come, such as are there rank beside estimates; other codes can't be mixed with them.
    const hasVectors = form.codes === 'estimated' && this.#arriving.present > 0;
    return { ...now, kernels, metric, distanceName: distanceOfCodes, hasVectors };
  }

  /** As of `CodeForm`. */
  get maxRadius(): number | null {
    if (this.settings.form.codes === 'estimated') return null;
    const { form } = this.now;
    return form ? form.maxRadius : MAX_BITS;
  }

  /** Tells a warning, once in the life of an index. */
  get warn(): ((message: string) => void) | null {
    const warn = this.#onWarning;
    if (!warn) return null;
    return (message) => {
      this.#onWarning = null;
      warn(message);
    };
  }

  /** 0 until vectors are added, where no hasher was given. */
  get dimensions(): number {
    return this.now.form?.dimensions ?? 0;
  }

  /** The metric by which vectors are ranked; undefined where none are kept. */
  get metricOfKept(): Metric | undefined {
    const { keepVectors, metric } = this.settings;
    return keepVectors === false ? undefined : metric;
  }

  check(name: string, vectors: Matrix): void {
    checkVectors(name, vectors, this.dimensions, this.metricOfKept);
  }

  checkAlive(): void {
    if (this.contents.isDisposed) throw new DisposedError('index');
  }

  /** The end of a change. */
  replace(before: Moment, after: Moment): void {
    this.checkAlive();
    if (this.now !== before) throw new Error('the index was changed between the steps of a change');
    this.contents.replace(after.snapshot, after.form);
    for (const { segment } of after.snapshot.parts) after.form?.taken?.(segment.codes);
  }

  /** Puts vectors that have come in the place of those that were on their way. */
  settle(arrived: KeptVectors): void {
    this.#arriving = null;
    this.contents.replace(this.now.snapshot.withVectors(arrived));
  }
}
