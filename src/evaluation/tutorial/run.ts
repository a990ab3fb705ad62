import { checkKernels } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { pause } from '../../core/next-task.ts';
import { checkOptions } from '../../core/options.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { Kernels } from '../../kernels/api.ts';
import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import { svmStochasticGradient } from '../../learners/svm-sgd.ts';
import { GraphRegularisedHashing } from '../../models/graph-regularised-hashing.ts';
import type { HyperplaneHasher } from '../../models/hyperplane-hasher.ts';
import { RandomHyperplanes } from '../../models/random-hyperplanes.ts';
import { normaliseAndCentre } from '../../preparation/preprocess.ts';
import { ExactSearch } from '../../search/exact-search.ts';
import { HashTable } from '../../search/hash-table.ts';
import { checkDataset } from '../check-dataset.ts';
import { hammingMeanAveragePrecision } from '../hamming-ranking.ts';
import { PUBLISHED_SVM } from '../published-svm.ts';
import { describeBuckets, summariseBuckets } from './describe-buckets.ts';
import { type Partition, partition } from './partition.ts';
import { exactBaseline, radiusCurve } from './radius-curve.ts';
import type { MethodDetails, MethodResult, TutorialMethod, TutorialResult } from './result.ts';
import {
  checkSettings,
  maxRadiusFor,
  TUTORIAL_ALPHA,
  TUTORIAL_ITERATIONS,
  type TutorialSettings,
} from './settings.ts';

/** What the job reports while it runs: a sentence, and the share that is done. */
export type TutorialProgress = (message: string, share: number) => void;

/** The result and what people want to look at beside it. */
export interface TutorialRun {
  readonly result: TutorialResult;
  readonly details: readonly MethodDetails[];
  readonly settings: TutorialSettings;
}

const METHODS: readonly TutorialMethod[] = ['LSH', 'GRH (tutorial)', 'GRH (paper)'];
/** Queries whose neighbours are kept for the report. */
const SHOWN_QUERIES = 6;

/**
 * The main job: the tutorial "Learning to Hash" (Moran 2020) on a labelled dataset. LSH, GRH as in
 * the tutorial and GRH as in the paper, for every code length: precision@k of the candidates
 * within every Hamming radius after exact re-ranking by cosine, and the time that takes.
 */
export async function runTutorial(
  kernels: Kernels,
  dataset: Dataset,
  settings: TutorialSettings,
  options: { onProgress?: TutorialProgress; signal?: AbortSignal } = {},
): Promise<TutorialRun> {
  checkKernels(kernels);
  checkSettings(settings);
  checkOptions('runTutorial', options, { onProgress: 1, signal: 1 });
  checkDataset(dataset);
  const classes = new Set(dataset.labels).size;
  if (classes < 2) {
    throw new InvalidArgumentError(
      `${dataset.name}: labels must name at least two classes, but there is only one`,
    );
  }
  const report = options.onProgress ?? (() => {});
  report('normalising and centring', 0);
  const points = normaliseAndCentre(kernels, dataset.points);
  const parts = partition(points, dataset.labels, {
    queries: settings.queries,
    train: settings.train,
    seed: settings.splitSeed,
  });
  report('exact search', 0.02);
  await pause(options.signal);
  const search = new ExactSearch(kernels, parts.database, 'cosine');
  try {
    const exact = exactBaseline(search, parts, settings.top);
    const shared = { settings, parts, search, kernels, signal: options.signal };
    const measured = await measureAll(shared, report);
    const { rows, cols } = dataset.points;
    return {
      settings,
      details: measured.map(({ details }) => details),
      result: {
        dataset: { name: dataset.name, rows, dimensions: cols, classes },
        split: {
          queries: parts.queries.rows,
          database: parts.database.rows,
          train: parts.train.rows,
        },
        backend: kernels.name,
        methods: measured.map(({ result }) => result),
        exact,
      },
    };
  } finally {
    search.dispose();
  }
}

interface Job {
  readonly name: TutorialMethod;
  readonly bits: number;
  readonly settings: TutorialSettings;
  readonly parts: Partition;
  readonly search: ExactSearch;
  readonly kernels: Kernels;
  readonly signal?: AbortSignal;
}

interface Measurement {
  readonly result: MethodResult;
  readonly details: MethodDetails;
}

/** Every method at every code length, one after another. */
async function measureAll(
  shared: Omit<Job, 'name' | 'bits'>,
  report: TutorialProgress,
): Promise<Measurement[]> {
  const steps = shared.settings.bits.flatMap((bits) => METHODS.map((name) => ({ name, bits })));
  const measured: Measurement[] = [];
  for (const [i, step] of steps.entries()) {
    await pause(shared.signal);
    const tell = (what: string, share: number) =>
      report(`${step.name}, ${step.bits} bits: ${what}`, 0.1 + (0.9 * (i + share)) / steps.length);
    measured.push(await measure({ ...shared, ...step }, tell));
  }
  return measured;
}

async function measure(job: Job, tell: TutorialProgress): Promise<Measurement> {
  const { name, bits, settings, parts, search, kernels, signal } = job;
  tell('training', 0);
  const start = performance.now();
  const { hasher, flippedShare } = await train(job, (share) => tell('training', share * 0.3));
  const trainSeconds = (performance.now() - start) / 1000;
  tell('buckets', 0.3);
  const allCodes = hasher.encode(parts.points);
  const all = new HashTable(kernels, allCodes);
  const codes = allCodes.select(parts.databaseRows);
  const table = new HashTable(kernels, codes);
  try {
    tell('mean average precision', 0.4);
    await pause(signal);
    const queryCodes = allCodes.select(parts.queryRows);
    const meanAveragePrecision = hammingMeanAveragePrecision(
      kernels,
      { codes: queryCodes, labels: parts.queryLabels },
      { codes, labels: parts.databaseLabels },
    );
    const maxRadius = maxRadiusFor(settings, bits);
    const curve = { hasher, table, exact: search, partition: parts, top: settings.top, maxRadius };
    const byRadius = await radiusCurve(curve, async (radius) => {
      tell(`radius ${radius}`, 0.5 + (0.5 * radius) / (maxRadius + 1));
      await pause(signal);
    });
    return {
      result: {
        name,
        bits,
        trainSeconds,
        meanAveragePrecision,
        buckets: summariseBuckets(all),
        byRadius,
      },
      details: {
        name,
        bits,
        firstRowBucket: String(allCodes.bucketIndex(0)),
        ...describeBuckets(all, parts.labels),
        flippedShare,
        neighbours: neighbours(job, hasher, table),
      },
    };
  } finally {
    all.dispose();
    table.dispose();
    hasher.dispose();
  }
}

/** Neighbours of the first queries among the candidates within radius 2, for people to look at. */
function neighbours(job: Job, hasher: HyperplaneHasher, table: HashTable) {
  const { parts, settings, search, bits } = job;
  const count = Math.min(SHOWN_QUERIES, parts.queries.rows);
  const radius = Math.min(2, maxRadiusFor(settings, bits));
  return Array.from({ length: count }, (_, q) => {
    const query = parts.queries.selectRows([q]);
    const candidates = table.search(hasher.encode(query).code(0), { radius }).rows;
    const found =
      candidates.length > 0 ? search.nearest(query.data, settings.top, candidates) : null;
    return {
      query: parts.queryRows[q],
      rows: Array.from(found?.rows ?? [], (row) => parts.databaseRows[row]),
    };
  });
}

/** Fits a method to points that are normalised and centred already. */
async function train(
  job: Job,
  onShare: (share: number) => void,
): Promise<{ hasher: HyperplaneHasher; flippedShare: number | null }> {
  const { name, bits, settings, parts, kernels, signal } = job;
  const { seed, cost } = settings;
  const shared = { kernels, bits, seed, normalise: false, centre: false };
  if (name === 'LSH') {
    return { hasher: new RandomHyperplanes(shared).fitSync(parts.train), flippedShare: null };
  }
  const isPaper = name === 'GRH (paper)';
  const hasher = new GraphRegularisedHashing({
    ...shared,
    rule: isPaper ? 'paper' : 'tutorial',
    alpha: isPaper ? settings.alpha : TUTORIAL_ALPHA,
    iterations: isPaper ? settings.iterations : TUTORIAL_ITERATIONS,
    learner:
      settings.learner === 'svm-sgd'
        ? svmStochasticGradient({ cost, seed })
        : svmDualCoordinateDescent({ ...PUBLISHED_SVM, cost, seed }),
  });
  await hasher.fit(parts.train, parts.trainLabels, {
    signal,
    onProgress: ({ done, total }) => onShare(done / total),
  });
  return { hasher, flippedShare: hasher.summary.at(-1)?.flippedShare ?? 0 };
}
