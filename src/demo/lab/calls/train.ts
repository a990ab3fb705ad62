import type { HashCodes } from '../../../core/hash-codes.ts';
import { pause } from '../../../core/next-task.ts';
import { PUBLISHED_SVM } from '../../../evaluation/published-svm.ts';
import type { HyperplaneLearner } from '../../../learners/learner.ts';
import { passiveAggressive } from '../../../learners/passive-aggressive.ts';
import { ridge } from '../../../learners/ridge/ridge.ts';
import { svmDualCoordinateDescent } from '../../../learners/svm-dcd.ts';
import { svmStochasticGradient } from '../../../learners/svm-sgd.ts';
import { GraphRegularisedHashing } from '../../../models/graph-regularised-hashing.ts';
import type { TrainSettings } from '../../train/learners.ts';
import { classNameOf, labelsFor } from '../dataset.ts';
import { hashed } from '../hashed.ts';
import type { LabState } from '../lab.ts';
import { type Prepared, prepared } from '../prepared.ts';
import {
  type Curve,
  type ExactOrders,
  exactOrders,
  precisionByRadius,
} from '../radius-precision.ts';
import type { CallContext } from './call-context.ts';

/** What training is compared with: random hyperplanes, and a search of all rows. */
export interface Comparison {
  readonly lsh: Curve;
  /** Precision of exact search. */
  readonly exact: number;
  readonly sizes: { readonly queries: number; readonly database: number; readonly train: number };
  readonly dataset: string;
  readonly isImages: boolean;
}

/** The bits that rows of each class have. */
export interface Codewords {
  /** Of the classes shown. */
  readonly labels: readonly number[];
  readonly names: readonly string[];
  readonly classes: number;
  /** Classes x bits: share of the training rows of the class whose bit is 1. */
  readonly ones: readonly (readonly number[])[];
}

/** The hasher after an iteration. */
export interface TrainedIteration {
  readonly iteration: number;
  readonly iterations: number;
  readonly curve: Curve;
  readonly codewords: Codewords;
  /** Bits of the training rows that the graph step changed, of so many. */
  readonly flipped: number;
  readonly trainingBits: number;
  /** Of learning so far, without measuring. */
  readonly seconds: number;
}

export type TrainProgress =
  | { readonly type: 'step'; readonly step: string; readonly share: number }
  | { readonly type: 'iteration'; readonly trained: TrainedIteration };

/** More classes are not shown as rows of the matrix. */
const SHOWN_CLASSES = 24;

/** Measures random hyperplanes and exact search. @throws InvalidArgumentError without labels. */
export async function comparison(
  lab: LabState,
  { bits, seed }: { readonly bits: number; readonly seed: number },
  { signal }: CallContext<never>,
): Promise<Comparison> {
  const dataset = await lab.dataset;
  labelsFor('measuring what is right', dataset);
  const points = await prepared(lab);
  const orders = await exactOrders(lab);
  await pause(signal);
  const { codes } = await hashed(lab, { method: 'lsh', bits, seed });
  const { database, train } = points;
  return {
    lsh: precisionByRadius(points, orders, codes),
    exact: orders.precision,
    sizes: {
      queries: orders.rows.length,
      database: database.rows.length,
      train: train.rows.length,
    },
    dataset: dataset.name,
    isImages: dataset.image !== undefined,
  };
}

/**
 * Learns hyperplanes from labels by graph regularised hashing, and measures what is there after each
 * iteration. @throws InvalidArgumentError without labels.
 */
export async function train(
  lab: LabState,
  settings: TrainSettings,
  { report, signal }: CallContext<TrainProgress>,
): Promise<TrainedIteration | null> {
  const labels = labelsFor('learning', await lab.dataset);
  const points = await prepared(lab);
  const orders = await exactOrders(lab);
  const known = points.train.points.slice(0, Math.min(settings.labels, points.train.points.rows));
  const knownLabels = Int32Array.from(
    points.train.rows.subarray(0, known.rows),
    (row) => labels[row],
  );
  const hasher = hasherOf(lab, settings);
  let last: TrainedIteration | null = null;
  let seconds = 0;
  let since = performance.now();
  try {
    await hasher.fit(known, knownLabels, {
      signal,
      onProgress: ({ step, done, total }) => report({ type: 'step', step, share: done / total }),
      onIteration: async (soFar) => {
        seconds += (performance.now() - since) / 1000;
        last = {
          ...measured(points, orders, soFar, known.rows),
          iterations: settings.iterations,
          seconds,
        };
        report({ type: 'iteration', trained: last });
        await pause(signal);
        since = performance.now();
      },
    });
  } finally {
    hasher.dispose();
  }
  return last;
}

function hasherOf(lab: LabState, settings: TrainSettings): GraphRegularisedHashing {
  const { bits, alpha, iterations, seed } = settings;
  return new GraphRegularisedHashing({
    ...{ kernels: lab.kernels, bits, alpha, iterations, seed },
    learner: learnerOf(settings),
    // The points are prepared already.
    normalise: false,
    centre: false,
  });
}

function learnerOf({ learner, seed }: TrainSettings): HyperplaneLearner {
  if (learner === 'svm-sgd') return svmStochasticGradient({ seed });
  if (learner === 'ridge') return ridge();
  if (learner === 'passive-aggressive') return passiveAggressive({ seed });
  return svmDualCoordinateDescent({ ...PUBLISHED_SVM, seed });
}

/** What the hasher after an iteration finds; it is disposed. */
function measured(
  points: Prepared,
  orders: ExactOrders,
  hasher: GraphRegularisedHashing,
  rows: number,
): Omit<TrainedIteration, 'iterations' | 'seconds'> {
  try {
    const codes = hasher.encode(points.points);
    const trainingBits = rows * hasher.bits;
    const share = hasher.summary.at(-1)?.flippedShare ?? 0;
    return {
      iteration: hasher.iterations,
      curve: precisionByRadius(points, orders, codes),
      codewords: codewordsOf(points, codes, rows),
      flipped: Math.round(share * trainingBits),
      trainingBits,
    };
  } finally {
    hasher.dispose();
  }
}

/** The bits of each class among the rows that were learned from. */
function codewordsOf(
  { dataset, train, database }: Prepared,
  codes: HashCodes,
  rows: number,
): Codewords {
  const labels = labelsFor('learning', dataset);
  const byClass = new Map<number, number[]>();
  for (let i = 0; i < rows; i++) {
    const label = labels[train.rows[i]];
    const places = byClass.get(label);
    // The training set comes after the database.
    const place = database.rows.length + i;
    if (places) places.push(place);
    else byClass.set(label, [place]);
  }
  const shown = [...byClass].sort(([a], [b]) => a - b).slice(0, SHOWN_CLASSES);
  return {
    labels: shown.map(([label]) => label),
    names: shown.map(([label]) => classNameOf(dataset, label) ?? ''),
    classes: byClass.size,
    ones: shown.map(([, places]) =>
      Array.from(
        { length: codes.bits },
        (_, bit) => places.reduce((sum, place) => sum + codes.bit(place, bit), 0) / places.length,
      ),
    ),
  };
}
