import { HashCodes } from '../../core/hash-codes.ts';
import { PUBLISHED_SVM } from '../../evaluation/published-svm.ts';
import { TUTORIAL_DEFAULTS } from '../../evaluation/tutorial/settings.ts';
import type { Kernels } from '../../kernels/api.ts';
import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import { GraphRegularisedHashing } from '../../models/graph-regularised-hashing.ts';
import type { HyperplaneHasher } from '../../models/hyperplane-hasher.ts';
import { RandomHyperplanes } from '../../models/random-hyperplanes.ts';
import { HashTable } from '../../search/hash-table.ts';
import { labelsFor } from './dataset.ts';
import type { LabState } from './lab.ts';
import { type Prepared, prepared } from './prepared.ts';

/** How codes are made; what is left out is as in the tutorial's job (GRH as in the paper). */
export interface HasherSettings {
  readonly method: 'lsh' | 'grh';
  readonly bits: number;
  readonly seed?: number;
  /** Of GRH alone. */
  readonly alpha?: number;
  readonly iterations?: number;
}

/** All rows hashed, and the database in a table. */
export interface Hashed {
  readonly hasher: HyperplaneHasher;
  /** Of all rows, in the order of `Prepared.points`. */
  readonly codes: HashCodes;
  /** Of the database. */
  readonly databaseCodes: HashCodes;
  readonly table: HashTable;
  readonly trainSeconds: number;
  /** Milliseconds that hashing all rows took. */
  readonly encodeMillis: number;
}

/**
 * The present dataset hashed by these settings; the latest few are kept.
 *
 * @throws InvalidArgumentError where GRH has no labels, or one class only, to learn from.
 */
export function hashed(lab: LabState, settings: HasherSettings): Promise<Hashed> {
  const { method, bits, seed, alpha, iterations } = withDefaults(settings);
  const key = method === 'lsh' ? [method, bits, seed] : [method, bits, seed, alpha, iterations];
  return lab.recent('hashed', key.join(' '), async () => {
    const points = await prepared(lab);
    const start = performance.now();
    const hasher = await fitHasher(lab.kernels, points, settings);
    const trainSeconds = (performance.now() - start) / 1000;
    return { trainSeconds, ...hashRows(lab.kernels, points, hasher) };
  });
}

/** Learns from the training set. */
async function fitHasher(
  kernels: Kernels,
  { dataset, train }: Prepared,
  settings: HasherSettings,
): Promise<HyperplaneHasher> {
  const { method, bits, seed, alpha, iterations } = withDefaults(settings);
  // The points are prepared already.
  const shared = { kernels, bits, seed, normalise: false, centre: false };
  if (method === 'lsh') return new RandomHyperplanes(shared).fitSync(train.points);
  labelsFor('Learning (GRH)', dataset);
  const { cost } = TUTORIAL_DEFAULTS;
  const learner = svmDualCoordinateDescent({ ...PUBLISHED_SVM, cost, seed });
  const hasher = new GraphRegularisedHashing({ ...shared, alpha, iterations, learner });
  return hasher.fit(train.points, train.labels);
}

/** What a fitted hasher makes of all rows. */
export function hashRows(
  kernels: Kernels,
  { points, database }: Prepared,
  hasher: HyperplaneHasher,
): Omit<Hashed, 'trainSeconds'> {
  const start = performance.now();
  const codes = hasher.encode(points);
  const encodeMillis = performance.now() - start;
  const { length } = database.rows;
  const words = codes.words.subarray(0, length * codes.wordsPerCode);
  const databaseCodes = new HashCodes(words, length, codes.bits);
  return {
    hasher,
    codes,
    databaseCodes,
    table: new HashTable(kernels, databaseCodes),
    encodeMillis,
  };
}

function withDefaults(settings: HasherSettings): Required<HasherSettings> {
  const { seed, alpha, iterations } = TUTORIAL_DEFAULTS;
  return { seed, alpha, iterations, ...settings };
}
