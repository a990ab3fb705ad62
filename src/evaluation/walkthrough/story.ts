import type { HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { HyperplaneLearner } from '../../learners/learner.ts';
import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import { svmStochasticGradient } from '../../learners/svm-sgd.ts';
import { GraphRegularisedHashing } from '../../models/graph-regularised-hashing.ts';
import type { HyperplaneHasher } from '../../models/hyperplane-hasher.ts';
import { RandomHyperplanes } from '../../models/random-hyperplanes.ts';
import { normaliseAndCentre } from '../../preparation/preprocess.ts';
import { ExactSearch } from '../../search/exact-search.ts';
import { HashTable } from '../../search/hash-table.ts';
import { PUBLISHED_SVM } from '../published-svm.ts';
import { type Partition, partition } from '../tutorial/partition.ts';
import { exactBaseline, radiusCurve } from '../tutorial/radius-curve.ts';
import type { DatasetSource } from './source.ts';
import type { MethodCurve, NamedRow, WalkthroughSettings } from './types.ts';

/** What a method does on all queries, and the times apart. */
export interface MeasuredCurve {
  readonly curve: MethodCurve;
  /** Of one query, by radius. */
  readonly millis: readonly number[];
}

/** What a story is made with. */
export interface StoryContext {
  readonly kernels: Kernels;
  readonly dataset: Dataset;
  readonly settings: WalkthroughSettings;
  readonly source: DatasetSource;
  readonly turn: Turn;
}

/**
 * Called, and waited for, between pieces of work; an error of its own ends them.
 *
 * @param within - the share of the step that is done. Default 0.
 */
export type Turn = (message: string, within?: number) => Promise<void>;

/** What the steps of a story share, each made when a step first asks for it. */
export class Story {
  readonly kernels: Kernels;
  readonly dataset: Dataset;
  readonly settings: WalkthroughSettings;
  readonly source: DatasetSource;
  readonly turn: Turn;
  readonly #made = new Map<string, unknown>();
  readonly #disposables: { dispose(): void }[] = [];

  constructor(context: StoryContext) {
    this.kernels = context.kernels;
    this.dataset = context.dataset;
    this.settings = context.settings;
    this.source = context.source;
    this.turn = context.turn;
  }

  /** The points, normalised and centred: what everything below works on. */
  get points(): Matrix {
    return this.#once('points', () => normaliseAndCentre(this.kernels, this.dataset.points));
  }

  get parts(): Partition {
    return this.#once('parts', () => {
      const { queries, train, splitSeed: seed } = this.settings;
      return partition(this.points, this.dataset.labels, { queries, train, seed });
    });
  }

  get lsh(): HyperplaneHasher {
    return this.#once('lsh', () => {
      const { bits, seed } = this.settings;
      const asGiven = { normalise: false, centre: false };
      const hasher = new RandomHyperplanes({ kernels: this.kernels, bits, seed, ...asGiven });
      return this.#kept(hasher.fitSync(this.points));
    });
  }

  /** Codes of all points. */
  get codes(): HashCodes {
    return this.#once('codes', () => this.lsh.encode(this.points));
  }

  /** All points by code. */
  get table(): HashTable {
    return this.#once('table', () => this.#kept(new HashTable(this.kernels, this.codes)));
  }

  /** The database by code. */
  get databaseTable(): HashTable {
    return this.#once('database table', () => this.#tableOf(this.codes));
  }

  get exact(): ExactSearch {
    return this.#once('exact', () =>
      this.#kept(new ExactSearch(this.kernels, this.parts.database, 'cosine')),
    );
  }

  get baseline(): { readonly precisionAtK: number; readonly meanQueryMillis: number } {
    return this.#once('baseline', () => exactBaseline(this.exact, this.parts, this.settings.top));
  }

  /** Learns the hyperplanes, as in the tutorial's job. */
  get learner(): HyperplaneLearner {
    const { learner, cost, seed } = this.settings;
    return learner === 'svm-sgd'
      ? svmStochasticGradient({ cost, seed })
      : svmDualCoordinateDescent({ ...PUBLISHED_SVM, cost, seed });
  }

  get lshCurve(): Promise<MeasuredCurve> {
    return this.#once('lsh curve', () =>
      this.#measure('LSH', this.lsh, this.databaseTable, 'random hyperplanes'),
    );
  }

  /** Learned hyperplanes, their curve, and how long learning took. */
  get grhCurve(): Promise<MeasuredCurve & { readonly training: number }> {
    return this.#once('grh curve', async () => {
      const { kernels, learner, parts, settings, turn } = this;
      await turn('learning hyperplanes');
      const { bits, seed, alpha, iterations } = settings;
      const asGiven = { normalise: false, centre: false };
      const method = { alpha, iterations, learner, ...asGiven };
      const hasher = this.#kept(new GraphRegularisedHashing({ kernels, bits, seed, ...method }));
      const start = performance.now();
      await hasher.fit(parts.train, parts.trainLabels);
      const training = performance.now() - start;
      const table = this.#tableOf(hasher.encode(this.points));
      const measured = await this.#measure('GRH', hasher, table, 'learned hyperplanes');
      return { ...measured, training };
    });
  }

  /** What a row is, for sentences. */
  get thing(): 'image' | 'point' {
    return this.dataset.image ? 'image' : 'point';
  }

  /** A row of the dataset, with the name of its class. */
  named(row: number): NamedRow {
    return { row, ...this.classOf(this.dataset.labels[row]) };
  }

  classOf(label: number): { readonly label: number; readonly name: string } {
    return { label, name: this.dataset.classNames?.[label] ?? `class ${label}` };
  }

  /** Gives the backend's memory back. */
  dispose(): void {
    for (const part of this.#disposables) part.dispose();
  }

  async #measure(
    name: 'LSH' | 'GRH',
    hasher: HyperplaneHasher,
    table: HashTable,
    what: string,
  ): Promise<MeasuredCurve> {
    const { exact, parts, settings } = this;
    const { top, maxRadius } = settings;
    const measured = { hasher, table, exact, partition: parts, top, maxRadius };
    const results = await radiusCurve(measured, (radius) =>
      this.turn(`${what}: searching at radius ${radius}`, radius / (maxRadius + 1)),
    );
    return {
      curve: {
        name,
        buckets: table.bucketCount,
        largest: table.largestBucket,
        byRadius: results.map(({ meanQueryMillis, ...precision }) => precision),
      },
      millis: results.map(({ meanQueryMillis }) => meanQueryMillis),
    };
  }

  #tableOf(codes: HashCodes): HashTable {
    return this.#kept(new HashTable(this.kernels, codes.select(this.parts.databaseRows)));
  }

  #kept<T extends { dispose(): void }>(part: T): T {
    this.#disposables.push(part);
    return part;
  }

  #once<T>(name: string, make: () => T): T {
    if (!this.#made.has(name)) this.#made.set(name, make());
    return this.#made.get(name) as T;
  }
}
