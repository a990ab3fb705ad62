import type { Matrix } from '../../../core/matrix.ts';
import {
  type GrhSettings,
  tuneGraphRegularisedHashing,
} from '../../../evaluation/tuning/tune-grh.ts';
import { describeMissed } from '../../../learners/convergence.ts';
import { rebuildLearner } from '../../../learners/rebuild.ts';
import type { IterationSummary } from '../../../models/fit-options.ts';
import { GraphRegularisedHashing } from '../../../models/graph-regularised-hashing.ts';
import type { Property } from '../../output/properties.ts';
import type { TrainJob, TrainMethod } from './method.ts';

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
  usesThreads: true,
  async fit(job) {
    const { kernels, settings, labelled, onThreads, signal } = job;
    const { points, labels } = await labelled();
    signal.throwIfAborted();
    job.holdOn();
    const tuned = settings.tune ? await choose(job, points, labels) : undefined;
    const { bits, seed, normalise, centre } = settings;
    const { iterations, alpha, cost = 1 } = tuned?.best ?? settings;
    const learner = onThreads(rebuildLearner(settings.learner, { cost, seed }));
    const options = { kernels, bits, seed, normalise, centre, iterations, alpha, learner };
    // What was chosen until a signal came is fitted all the same: it is what there is.
    const isCut = signal.aborted;
    const wanted = new GraphRegularisedHashing(options);
    const hasher = await fitOrKeep(wanted, points, labels, job, isCut ? undefined : signal);
    const classes = new Set(labels).size;
    const summary: Property[] = [
      ['classes', classes.toLocaleString('en-US')],
      ['alpha', String(alpha)],
      ['learner', `${settings.learner}, C = ${cost}`],
      ...hasher.summary.map(iterationLine),
      ...convergenceLines(hasher.summary),
      ...(tuned?.lines ?? []),
    ];
    const done = hasher.summary.length;
    const after = done === 1 ? '1 iteration' : `${done} iterations`;
    const endedEarly = isCut
      ? 'the hasher of the best settings so far'
      : `the hasher after ${after} of ${iterations}`;
    return { hasher, summary, ...(signal.aborted && { endedEarly }) };
  },
};

/** The hasher, or what it was after its last iteration when a signal came. */
async function fitOrKeep(
  hasher: GraphRegularisedHashing,
  points: Matrix,
  labels: Int32Array,
  { onProgress }: TrainJob,
  signal: AbortSignal | undefined,
): Promise<GraphRegularisedHashing> {
  let kept: GraphRegularisedHashing | undefined;
  try {
    return await hasher.fit(points, labels, {
      signal,
      onProgress: ({ step, done, total }) => onProgress(step, done / total),
      onIteration(soFar) {
        kept?.dispose();
        kept = soFar;
      },
    });
  } catch (error) {
    if (kept && signal?.aborted && error === signal.reason) return kept;
    throw error;
  }
}

function iterationLine({ flippedShare, constantBits }: IterationSummary, i: number): Property {
  const fresh = constantBits > 0 ? `, ${constantBits} on which all agreed drawn anew` : '';
  return [`iteration ${i + 1}`, `${(flippedShare * 100).toFixed(1)}% of the bits flipped${fresh}`];
}

/** What the last iteration whose learner stopped short of its tolerance says of it. */
function convergenceLines(summary: readonly IterationSummary[]): Property[] {
  const short = summary.findLastIndex(({ convergence }) => convergence?.missed.length);
  const convergence = summary[short]?.convergence;
  const line = convergence && describeMissed(convergence);
  return line ? [['not converged', `iteration ${short + 1}: ${line}`]] : [];
}

/** Settings by validation on the labelled points, and a line for each that was tried. */
async function choose(
  { kernels, settings, onThreads, onProgress, signal }: TrainJob,
  points: Matrix,
  labels: Int32Array,
): Promise<{ best: GrhSettings; lines: Property[] }> {
  const { bits, seed, normalise, centre, tune } = settings;
  const { best, trials, isComplete } = await tuneGraphRegularisedHashing(kernels, points, labels, {
    bits,
    seed,
    build: ({ cost = 1 }) => ({
      normalise,
      centre,
      learner: onThreads(rebuildLearner(settings.learner, { cost, seed })),
    }),
    ...(typeof tune === 'number' && { seconds: tune }),
    enough: signal,
    onProgress: (done, total) => onProgress('choosing settings', done / total),
  });
  const lines = trials.map(({ settings: { alpha, iterations, cost }, score }): Property => {
    const name = `tried alpha ${alpha}, iterations ${iterations}, C ${cost}`;
    return [name, `mAP ${score.toFixed(4)}`];
  });
  if (!isComplete) lines.push(['tuning', 'ended by its time: not all was tried']);
  return { best, lines };
}
