import { InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import { pause } from '../../core/next-task.ts';
import { RandomState } from '../../core/random/random-state.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { Kernels } from '../../kernels/api.ts';
import { checkDataset } from '../check-dataset.ts';
import { hammingMeanAveragePrecision } from '../hamming-ranking.ts';
import type { StreamSettings } from './defaults.ts';
import { divideStream, type StreamDivision } from './divide.ts';
import type { StreamVariant } from './names.ts';
import { VARIANTS } from './registry.ts';
import { curveOf, type StreamMeasure, type StreamResult, type StreamRun } from './result.ts';
import { checkStreamSettings } from './settings.ts';
import type { StreamLearner } from './variants/variant.ts';

/** Options of `compareStreams`. */
export interface CompareStreamsOptions {
  readonly onProgress?: ((variant: StreamVariant, done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from any start: of processor time, where the host can tell. Default: the clock. */
  readonly now?: (() => number) | undefined;
}

/** Points of the stream that are a database; more give the same figures in more time. */
const MOST_OF_STREAM = 5000;

/**
 * Learns streams of labelled points whose classes come one after another (`divideStream`) and
 * measures the codes as it goes: mean average precision of queries and a database of the classes that
 * have come. Learners may look at all points of the pool, without their labels, before the stream.
 *
 * @throws InvalidArgumentError for settings or data that don't allow it.
 */
export async function compareStreams(
  kernels: Kernels,
  dataset: Dataset,
  settings: StreamSettings,
  options: CompareStreamsOptions = {},
): Promise<StreamResult> {
  checkDataset(dataset);
  checkStreamSettings(settings);
  const { variants, seeds, points, queries } = settings;
  const { now = () => performance.now() } = options;
  const runs: StreamRun[] = [];
  const divisions = seeds.map((seed) => divideStream(dataset.labels, { points, queries, seed }));
  for (const [i, seed] of seeds.entries()) {
    for (const variant of variants) {
      const told = (share: number) =>
        options.onProgress?.(variant, runs.length + share, seeds.length * variants.length);
      const job = { kernels, dataset, settings, division: divisions[i], seed, variant, now };
      runs.push(await runStream(job, told, options.signal));
    }
  }
  const [{ arrivals, queries: asked, database }] = divisions;
  return {
    dataset: {
      name: dataset.name,
      rows: dataset.points.rows,
      dimensions: dataset.points.cols,
    },
    settings,
    backend: kernels.name,
    arrivals,
    queries: asked.length,
    database: database.length,
    curves: variants.map((variant) => curveOf(variant, runs, arrivals)),
  };
}

interface StreamJob {
  readonly kernels: Kernels;
  readonly dataset: Dataset;
  readonly settings: StreamSettings;
  readonly division: StreamDivision;
  readonly seed: number;
  readonly variant: StreamVariant;
  readonly now: () => number;
}

async function runStream(
  job: StreamJob,
  told: (share: number) => void,
  signal: AbortSignal | undefined,
): Promise<StreamRun> {
  const { kernels, dataset, settings, division, seed, variant, now } = job;
  const { batch, every } = settings;
  const { stream } = division;
  const pool = dataset.points.selectRows(division.pool);
  const learner = VARIANTS[variant](kernels, { settings, seed, pool });
  const measures: StreamMeasure[] = [];
  let millis = 0;
  let batches = 0;
  try {
    for (let seen = 0; seen < stream.length; ) {
      await pause(signal);
      const next = Math.min(stream.length, seen + batch, every * (measures.length + 1));
      const part = pick(dataset, stream.subarray(seen, next));
      const started = now();
      await learner.learn(part.points, part.labels);
      // The first one begins the stream: landmarks are drawn, for instance.
      if (batches++ > 0) millis += now() - started;
      seen = next;
      if (seen === every * (measures.length + 1) || seen === stream.length) {
        measures.push(measure(job, learner, seen));
      }
      told(seen / stream.length);
    }
    return {
      variant,
      seed,
      measures,
      changes: meanChanges(learner),
      millis: millis / Math.max(1, batches - 1),
    };
  } finally {
    learner.dispose();
  }
}

function measure(
  { kernels, dataset, division, seed }: StreamJob,
  learner: StreamLearner,
  seen: number,
) {
  const { labels } = dataset;
  const present = new Set(
    division.arrivals.filter(({ after }) => after < seen).flatMap(({ classes }) => classes),
  );
  const hasher = learner.hasher();
  try {
    const coded = (rows: Uint32Array) => {
      const part = pick(
        dataset,
        rows.filter((row) => present.has(labels[row])),
      );
      return { codes: hasher.encode(part.points), labels: part.labels };
    };
    const queries = coded(division.queries);
    const order = new RandomState(seed).permutation(seen).subarray(0, MOST_OF_STREAM);
    const ofStream = Uint32Array.from(order, (at) => division.stream[at]);
    const against = (rows: Uint32Array) => {
      const map = hammingMeanAveragePrecision(kernels, queries, coded(rows));
      if (map !== null) return map;
      throw new InvalidArgumentError(
        'no query has a point of its class to find: give more queries',
      );
    };
    return { seen, heldOut: against(division.database), ofStream: against(ofStream) };
  } finally {
    hasher.dispose();
  }
}

function pick(
  { points, labels }: Dataset,
  rows: Uint32Array,
): { points: Matrix; labels: Int32Array } {
  return { points: points.selectRows(rows), labels: Int32Array.from(rows, (row) => labels[row]) };
}

function meanChanges({ changes }: StreamLearner): StreamRun['changes'] {
  if (!changes || changes.length === 0) return null;
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  return { codes: mean(changes.map((c) => c.codes)), bits: mean(changes.map((c) => c.bits)) };
}
