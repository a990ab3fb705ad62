import { rebuildLearner } from '../../../learners/rebuild.ts';
import {
  GraphRegularisedHashing,
  type IterationSummary,
} from '../../../models/graph-regularised-hashing.ts';
import type { SummaryLine, TrainMethod } from './method.ts';

/** Graph regularised hashing over class labels, as in the paper. */
export const grh: TrainMethod = {
  name: 'grh',
  title: 'graph regularised hashing',
  settings: ['bits', 'seed', 'normalise', 'centre', 'iterations', 'alpha', 'cost', 'learner'],
  needsLabels: true,
  async fit({ kernels, settings, labelled, onThreads, onProgress, signal }) {
    const { points, labels } = await labelled();
    signal.throwIfAborted();
    const { bits, seed, normalise, centre, iterations, alpha, cost } = settings;
    const learner = onThreads(rebuildLearner(settings.learner, { cost, seed }));
    const options = { kernels, bits, seed, normalise, centre, iterations, alpha, learner };
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
      ...hasher.summary.map(iterationLine),
    ];
    return { hasher, summary };
  },
};

function iterationLine({ flippedShare, constantBits }: IterationSummary, i: number): SummaryLine {
  const fresh = constantBits > 0 ? `, ${constantBits} on which all agreed drawn anew` : '';
  return [`iteration ${i + 1}`, `${(flippedShare * 100).toFixed(1)}% of the bits flipped${fresh}`];
}
