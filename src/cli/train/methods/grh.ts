import type { Matrix } from '../../../core/matrix.ts';
import { type GrhModel, tuneGraphRegularisedHashing } from '../../../evaluation/tuning/tune-grh.ts';
import { rebuildLearner } from '../../../learners/rebuild.ts';
import {
  GraphRegularisedHashing,
  type IterationSummary,
} from '../../../models/graph-regularised-hashing.ts';
import type { SummaryLine, TrainJob, TrainMethod } from './method.ts';

/** Graph regularised hashing over class labels, as in the paper. */
export const grh: TrainMethod = {
  name: 'grh',
  title: 'graph regularised hashing',
  settings: [
    'bits',
    'seed',
    'normalise',
    'centre',
    'iterations',
    'alpha',
    'cost',
    'learner',
    'tune',
  ],
  needsLabels: true,
  async fit(job) {
    const { kernels, settings, labelled, onThreads, onProgress, signal } = job;
    const { points, labels } = await labelled();
    signal.throwIfAborted();
    const { bits, seed, normalise, centre } = settings;
    const modelOf = (cost: number) => ({
      normalise,
      centre,
      learner: onThreads(rebuildLearner(settings.learner, { cost, seed })),
    });
    const chosen = settings.tune
      ? await choose(job, points, labels, modelOf)
      : { iterations: settings.iterations, alpha: settings.alpha, cost: settings.cost };
    const { iterations, alpha, cost = settings.cost } = chosen;
    const options = { ...modelOf(cost), kernels, bits, seed, iterations, alpha };
    const hasher = new GraphRegularisedHashing(options);
    await hasher.fit(points, labels, {
      signal,
      onProgress: (at) =>
        onProgress(
          `iteration ${at.iteration + 1} of ${at.iterations}`,
          (at.iteration + at.done / Math.max(1, at.total)) / at.iterations,
        ),
    });
    const classes = new Set(labels).size;
    const summary: SummaryLine[] = [
      ['classes', classes.toLocaleString('en-US')],
      ['alpha', String(alpha)],
      ['learner', `${settings.learner}, C = ${cost}`],
      ...(settings.tune ? [['chosen by', 'mean average precision of 4 folds'] as const] : []),
      ...hasher.summary.map(iterationLine),
    ];
    return { hasher, summary };
  },
};

/** Alpha, iterations and C by validation within the labelled points. */
async function choose(
  { kernels, settings, onProgress, signal }: TrainJob,
  points: Matrix,
  labels: Int32Array,
  modelOf: (cost: number) => GrhModel,
) {
  const { bits, seed } = settings;
  const { best } = await tuneGraphRegularisedHashing(kernels, points, labels, {
    bits,
    seed,
    build: ({ cost = settings.cost }) => modelOf(cost),
    signal,
    onProgress: (done, total) => onProgress('choosing alpha, iterations and C', done / total),
  });
  return best;
}

function iterationLine({ flippedShare, constantBits }: IterationSummary, i: number): SummaryLine {
  const fresh = constantBits > 0 ? `, ${constantBits} on which all agreed drawn anew` : '';
  return [`iteration ${i + 1}`, `${(flippedShare * 100).toFixed(1)}% of the bits flipped${fresh}`];
}
